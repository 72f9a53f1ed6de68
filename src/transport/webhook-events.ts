import { z } from 'zod';
import type { WebhookEvent } from '../core/index.ts';
import { webhookEventNames } from '../protocol/index.ts';
import { userId } from './channel-facts.ts';

const webhookEvent = z
  .object({
    name: z.enum(webhookEventNames),
    channel: z.string(),
    event: z.string().optional(),
    data: z.string().optional(),
    socket_id: z.string().optional(),
    user_id: userId.optional(),
  })
  .transform(
    ({ socket_id: socketId, user_id: userId, ...rest }): WebhookEvent => ({ ...rest, socketId, userId }),
  );

const webhook = z.object({ events: z.array(z.unknown()) });

/** The events of a webhook's body that are known here; Pusher may send others one day. */
export function parseWebhookEvents(body: unknown): WebhookEvent[] {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return [];
  return parsed.data.events.flatMap((each) => {
    const event = webhookEvent.safeParse(each);
    return event.success ? [event.data] : [];
  });
}
