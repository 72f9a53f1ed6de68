/** Webhooks: collecting events and delivering them. */

export type { WebhookEvent } from './event.ts';
export { createWebhooks, type Webhooks } from './webhooks.ts';
