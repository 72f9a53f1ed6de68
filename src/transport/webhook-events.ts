import { z } from 'zod';
import type { WebhookEvent } from '../core/index.ts';
import { webhookEventNames } from '../protocol/index.ts';
import { userId } from './channel-facts.ts';

/** `undefined` if the server sends `null`. */
const text = z.string().nullish().transform(nullToUndefined);

/** The data of a client event: the client's text, or with some servers its parsed value. */
const data = z
  .union([z.string(), z.null(), z.json().transform((value) => JSON.stringify(value))])
  .optional()
  .transform(nullToUndefined);

function nullToUndefined<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

const webhookEvent = z
  .object({
    name: z.enum(webhookEventNames),
    channel: z.string(),
    event: text,
    data,
    socket_id: text,
    user_id: userId.nullish().transform(nullToUndefined),
  })
  .transform(
    ({ socket_id: socketId, user_id: userId, ...rest }): WebhookEvent => ({ ...rest, socketId, userId }),
  );

const webhook = z.object({ events: z.array(z.unknown()) });

/** Returns the known events of a webhook's body. Ignores others, because Pusher may add new ones. */
export function parseWebhookEvents(body: unknown): WebhookEvent[] {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return [];
  return parsed.data.events.flatMap((each) => {
    const event = webhookEvent.safeParse(each);
    return event.success ? [event.data] : [];
  });
}
