import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ChannelEvent, jsonOrText, type PresenceEvent, type Watched } from '../../builtins/index.ts';
import { GatewayError, type PublishOptions, type WebhookEvent } from '../../core/index.ts';
import { settlesWithin } from '../../protocol/index.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';

/** Timeout of a webhook, in ms. Pusher waits 4 s for a response. */
const webhookTimeout = 3_500;

/** Timeout for publishing one event, in ms. The event is stored by then and is delivered later. */
const publishTimeout = 2_000;

/**
 * Maximum difference between a webhook's time and this server's, in ms. Pusher retries for 5 min. A webhook that
 * arrives twice within this time is handled once, because its events have ids. A captured webhook cannot be replayed
 * later.
 */
const maxAge = 10 * 60 * 1000;

/** A webhook event with an id. The id is the same when the webhook arrives again. */
type IdentifiedEvent = WebhookEvent & { readonly options: PublishOptions };

/** `POST /pusher/webhook`: receives Pusher's channel events. Late, repeated and reordered webhooks are harmless. */
export function createWebhookEndpoint({ engine, transport, watch, now, onError }: EndpointOptions): Endpoint {
  async function handle(channel: string, events: readonly IdentifiedEvent[]): Promise<void> {
    for (const { name } of events) {
      if (name === 'channel_occupied') await engine.channelOccupied(channel);
      if (name === 'channel_vacated') await engine.channelVacated(channel);
    }
    await watch.membersChanged(channel, events.flatMap(asPresence));
    await watch.eventsPassed(channel, events.flatMap(asChannelEvent));
  }

  return async (request, body) => {
    const events = transport.webhookEvents(Object.fromEntries(request.headers), body);
    if (!events) {
      throw new GatewayError(
        'FORBIDDEN',
        'The signature of the webhook is invalid. Send webhooks from the Pusher app whose key and secret this gateway uses.',
      );
    }
    rejectReplay(body, now());
    const digest = createHash('sha256').update(body).digest('base64url').slice(0, 32);
    const identified = events.map(
      (event, index): IdentifiedEvent => ({
        ...event,
        options: { id: `webhook-${digest}-${index}`, timeout: publishTimeout },
      }),
    );
    const channels = Map.groupBy(identified, ({ channel }) => channel);
    const work = Promise.all([...channels].map(([channel, ofChannel]) => handle(channel, ofChannel)));
    await withinTimeout(work, (error) => onError(error, 'handling a webhook'));
    return {};
  };
}

/** Pusher always sends the time. Compatible servers may leave it out, and then no check is possible. */
function rejectReplay(body: string, now: number): void {
  const { data } = webhookTime.safeParse(JSON.parse(body));
  if (data === undefined) return;
  const age = now - data.time_ms;
  if (Math.abs(age) <= maxAge) return;
  const difference = `${Math.floor(Math.abs(age) / 60_000)} minutes ${age > 0 ? 'old' : 'ahead of this server'}`;
  throw new GatewayError(
    'FORBIDDEN',
    `The webhook is ${difference}. The maximum is ${maxAge / 60_000} minutes. Check the clocks of this server and of the sender.`,
  );
}

const webhookTime = z.object({ time_ms: z.number() });

function asPresence({ name, userId, options }: IdentifiedEvent): Watched<PresenceEvent>[] {
  if (userId === undefined) return [];
  if (name === 'member_added') return [{ event: { change: 'JOINED', userId }, options }];
  return name === 'member_removed' ? [{ event: { change: 'LEFT', userId }, options }] : [];
}

function asChannelEvent({ name, event, data, userId, options }: IdentifiedEvent): Watched<ChannelEvent>[] {
  if (name !== 'client_event' || event === undefined) return [];
  const value = data === undefined ? null : jsonOrText(data);
  return [{ event: { event, data: value, userId: userId ?? null }, options }];
}

/** Rejects if the work takes longer than Pusher waits. Pusher then retries the webhook. */
async function withinTimeout(work: Promise<unknown>, onError: (error: unknown) => void): Promise<void> {
  if (await settlesWithin(work, webhookTimeout)) return;
  // The work continues without a caller, so report its failure.
  work.catch(onError);
  throw new GatewayError('STORE_UNAVAILABLE', 'Handling the webhook took too long. Send it again.');
}
