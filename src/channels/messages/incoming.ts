import { z } from 'zod';
import { parseJson } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import {
  type Connection,
  closeCode,
  isClientEvent,
  type MessageProblem,
  messageFrame,
  protocolEvent,
} from '../connection/index.ts';
import { invalid } from './authorization.ts';
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

// Some clients send `null` for omitted fields.
const optionalString = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const channelSchema = z.object({ channel: z.string() });
const subscribeSchema = channelSchema.extend({ auth: optionalString, channel_data: optionalString });
const signInSchema = z.object({ auth: z.string(), user_data: z.string() });

const pong = messageFrame({ event: protocolEvent.pong, data: '{}' });

/** Handles one message from a client. Sends `pusher:error` for an invalid message, and keeps the connection open. */
export function receive(app: App, connection: Connection, text: string): void {
  if (!connection.open) return;
  app.counters.received++;
  markAlive(connection, app.now());
  const message = messageSchema.safeParse(parseJson(text));
  const problem = message.success
    ? handle(app, connection, message.data)
    : { message: 'A message must be a JSON object with an event, which is a string.' };
  if (!problem) return;
  const { code = null, message: reason } = problem;
  connection.send({ event: protocolEvent.error, data: { code, message: reason } });
}

function handle(
  app: App,
  connection: Connection,
  message: z.output<typeof messageSchema>,
): MessageProblem | undefined {
  const { event, data } = message;
  if (event === protocolEvent.ping) connection.writeKeepAlive(pong);
  if (event === protocolEvent.ping || event === protocolEvent.pong) return undefined;
  connection.activeAt = app.now();
  if (isClientEvent(event)) return relayClientEvent(app, connection, message);
  switch (event) {
    case protocolEvent.subscribe: {
      const named = channelSchema.safeParse(objectOf(data));
      if (!named.success)
        return { message: `${event} needs a channel, and an auth unless the channel is public.` };
      const request = subscribeSchema.safeParse(objectOf(data));
      if (request.success) return subscribe(app, connection, request.data);
      const refusal = invalid(
        'The auth and channel_data of a subscription must be strings. Encode channel_data as JSON.',
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
      return {
        message: `Clients may not send the event ${event}. Names of client events begin with client-.`,
      };
  }
}

/** Records that the client is alive. */
export function markAlive(connection: Connection, now: number): void {
  connection.lastReceivedAt = now;
  connection.pingedAt = undefined;
}

/** Some clients send the data of an event as a JSON string. */
function objectOf(data: unknown): unknown {
  return typeof data === 'string' ? parseJson(data) : data;
}
