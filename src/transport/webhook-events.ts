import { z } from 'zod';
import type { WebhookEvent } from '../core/index.ts';
import { webhookEventNames } from '../protocol/index.ts';
import { userId } from './channel-facts.ts';

/** Absent where the server writes `null`. */
const text = z.string().nullish().transform(presentOnly);

/** The data of a client event: the text that the client sent, or, at some servers, the value that it stands for. */
const data = z
  .union([z.string(), z.null(), z.json().transform((value) => JSON.stringify(value))])
  .optional()
  .transform(presentOnly);

function presentOnly<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

const webhookEvent = z
  .object({
    name: z.enum(webhookEventNames),
    channel: z.string(),
    event: text,
    data,
    socket_id: text,
    user_id: userId.nullish().transform(presentOnly),
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
