import { z } from 'zod';
import type { App } from '../app.ts';
import {
  type Complaint,
  type Connection,
  closeCode,
  isClientEvent,
  messageFrame,
  protocolEvent,
} from '../connection/index.ts';
import { invalid, jsonOf } from './authorization.ts';
import { relayClientEvent } from './client-event.ts';
import { disconnect } from './leave.ts';
import { signIn } from './sign-in.ts';
import { rejectSubscription, subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

const messageSchema = z.object({
  event: z.string(),
  channel: z.string().optional(),
  data: z.unknown().optional(),
});

// Some clients send `null` for what they leave out.
const optionalString = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const channelSchema = z.object({ channel: z.string() });
const subscribeSchema = channelSchema.extend({ auth: optionalString, channel_data: optionalString });
const signInSchema = z.object({ auth: z.string(), user_data: z.string() });

const pong = messageFrame({ event: protocolEvent.pong, data: '{}' });

/** Acts on one message of a client. What it cannot use it answers with `pusher:error`; the connection stays. */
export function receive(app: App, connection: Connection, text: string): void {
  if (!connection.open) return;
  app.counters.received++;
  heard(connection, app.now());
  const message = messageSchema.safeParse(jsonOf(text));
  const complaint = message.success
    ? act(app, connection, message.data)
    : { message: 'A message is a JSON object with an event, which is a string.' };
  if (!complaint) return;
  const { code = null, message: reason } = complaint;
  connection.send({ event: protocolEvent.error, data: { code, message: reason } });
}

function act(
  app: App,
  connection: Connection,
  message: z.output<typeof messageSchema>,
): Complaint | undefined {
  const { event, data } = message;
  if (event === protocolEvent.ping) connection.whisper(pong);
  if (event === protocolEvent.ping || event === protocolEvent.pong) return undefined;
  connection.activeAt = app.now();
  if (isClientEvent(event)) return relayClientEvent(app, connection, message);
  switch (event) {
    case protocolEvent.subscribe: {
      const named = channelSchema.safeParse(objectOf(data));
      if (!named.success) return { message: `${event} needs a channel, and an auth for guarded ones.` };
      const request = subscribeSchema.safeParse(objectOf(data));
      if (request.success) return subscribe(app, connection, request.data);
      const refusal = invalid(
        'The auth and channel_data of a subscription are strings: encode channel_data as JSON.',
      );
      return rejectSubscription(connection, named.data.channel, refusal);
    }
    case protocolEvent.unsubscribe: {
      const request = channelSchema.safeParse(objectOf(data));
      if (!request.success) return { message: `${event} needs a channel.` };
      unsubscribe(app, connection, request.data.channel);
      return undefined;
    }
    case protocolEvent.signIn: {
      const request = signInSchema.safeParse(objectOf(data));
      if (!request.success) return { message: `${event} needs auth and user_data, which are strings.` };
      const failure = signIn(app, connection, request.data);
      if (!failure?.closes) return failure && { message: failure.reason };
      disconnect(app, connection, closeCode.unauthorized, failure.reason);
      return undefined;
    }
    default:
      return { message: `${event} is no event that a client may send: its own begin with client-.` };
  }
}

/** The client is alive. */
export function heard(connection: Connection, now: number): void {
  connection.heardAt = now;
  connection.pingedAt = undefined;
}

/** Some clients send the data of an event as a string of JSON. */
function objectOf(data: unknown): unknown {
  return typeof data === 'string' ? jsonOf(data) : data;
}
