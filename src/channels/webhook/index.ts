/** Webhooks: collects events and delivers them to the app's servers. */
export { createWebhooks, type WebhookEvent, type Webhooks } from './webhooks.ts';
