import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ChannelEvent, jsonOrText, type PresenceEvent, type Watched } from '../../builtins/index.ts';
import { GatewayError, type PublishOptions, type WebhookEvent } from '../../core/index.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';

/** Pusher waits 4 s for an answer. */
const deadline = 3_500;

/** How long one event may take on its way to whoever watches; it is stored by then, and goes out later. */
const timeout = 2_000;

/**
 * How far a webhook's time may be from this server's, in ms, before or after: Pusher retries for 5 min. A webhook that
 * arrives twice within that is handled once, since its events have ids. A captured one cannot be replayed later.
 */
const maxAge = 10 * 60 * 1000;

/** A webhook's event, with an id that it has again when the webhook comes twice. */
type Told = WebhookEvent & { readonly options: PublishOptions };

/** `POST /pusher/webhook`: what Pusher tells of channels. Told late, twice or out of order, it does no harm. */
export function createWebhookEndpoint({ engine, transport, watch, now, onError }: EndpointOptions): Endpoint {
  async function take(channel: string, told: readonly Told[]): Promise<void> {
    for (const { name } of told) {
      if (name === 'channel_occupied') await engine.channelOccupied(channel);
      if (name === 'channel_vacated') await engine.channelVacated(channel);
    }
    await watch.membersChanged(channel, told.flatMap(asPresence));
    await watch.eventsPassed(channel, told.flatMap(asChannelEvent));
  }

  return async (request, body) => {
    const events = transport.webhookEvents(Object.fromEntries(request.headers), body);
    if (!events) {
      throw new GatewayError(
        'FORBIDDEN',
        'The webhook is not signed with the key and the secret of this app: send it from Pusher.',
      );
    }
    refuseReplay(body, now());
    const digest = createHash('sha256').update(body).digest('base64url').slice(0, 32);
    const told = events.map(
      (event, index): Told => ({
        ...event,
        options: { id: `webhook-${digest}-${index}`, timeout },
      }),
    );
    const channels = Map.groupBy(told, ({ channel }) => channel);
    const work = Promise.all([...channels].map(([channel, ofChannel]) => take(channel, ofChannel)));
    await inTime(work, (error) => onError(error, 'taking a webhook'));
    return {};
  };
}

/** Pusher itself always tells the time; a server of its kind may not, and then there is nothing to go by. */
function refuseReplay(body: string, now: number): void {
  const { data } = webhookTime.safeParse(JSON.parse(body));
  if (data === undefined) return;
  const age = now - data.time_ms;
  if (Math.abs(age) <= maxAge) return;
  const distance = `${Math.floor(Math.abs(age) / 60_000)} minutes ${age > 0 ? 'old' : 'ahead of this server'}`;
  throw new GatewayError(
    'FORBIDDEN',
    `The webhook is ${distance}, and at most ${maxAge / 60_000} minutes are accepted. Check the clocks of this server and of the sender.`,
  );
}

const webhookTime = z.object({ time_ms: z.number() });

function asPresence({ name, userId, options }: Told): Watched<PresenceEvent>[] {
  if (userId === undefined) return [];
  if (name === 'member_added') return [{ event: { change: 'JOINED', userId }, options }];
  return name === 'member_removed' ? [{ event: { change: 'LEFT', userId }, options }] : [];
}

function asChannelEvent({ name, event, data, userId, options }: Told): Watched<ChannelEvent>[] {
  if (name !== 'client_event' || event === undefined) return [];
  const value = data === undefined ? null : jsonOrText(data);
  return [{ event: { event, data: value, userId: userId ?? null }, options }];
}

/** Rejects when the work is not done before Pusher gives up waiting: it then sends the webhook again. */
async function inTime(work: Promise<unknown>, onError: (error: unknown) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadline);
  });
  const outcome = await Promise.race([work, late]).finally(() => clearTimeout(timer));
  if (outcome !== 'late') return;
  // It goes on; nobody else is left to hear how it ends.
  work.catch(onError);
  throw new GatewayError('STORE_UNAVAILABLE', 'The webhook could not be taken in time: send it again.');
}
