import type { App } from '../app.ts';
import { broadcast } from '../channel/index.ts';
import { type Connection, channelFrames, errorCode, type MessageProblem } from '../connection/index.ts';

/** An event that a client sends to the other subscribers of a channel. */
export interface ClientEvent {
  event: string;
  channel?: string | undefined;
  data?: unknown;
}

/** Delivers a client event to the other subscribers, or returns why it is rejected. */
export function relayClientEvent(
  app: App,
  connection: Connection,
  { event, channel = '', data }: ClientEvent,
): MessageProblem | undefined {
  const { limits } = app.settings;
  const joined = connection.joined.has(channel) ? app.channels.get(channel) : undefined;
  if (!app.settings.clientEvents) return rejected('client events are not enabled for this app.');
  if (!joined)
    return rejected(`this connection is not subscribed to the channel ${JSON.stringify(channel)}.`);
  // On encrypted channels, client events would not be encrypted.
  if (joined.parsed.access !== 'PRIVATE' && joined.parsed.access !== 'PRESENCE')
    return rejected('only supported on private and presence channels.');
  if (event.length > limits.eventNameLength)
    return rejected(`its name has more than ${limits.eventNameLength} characters.`);
  const text = textOf(data ?? {});
  if (text === undefined) return rejected('its data is nested too deeply to be encoded as JSON.');
  if (Buffer.byteLength(text) > limits.eventBytes)
    return rejected(`its data has more than ${limits.eventBytes} bytes.`);
  if (!isWithinRate(connection, limits.clientEventsPerSecond, app.now()))
    return rejected(
      `a connection may send at most ${limits.clientEventsPerSecond} per second.`,
      errorCode.clientEventRate,
    );

  const userId = connection.joined.get(channel);
  broadcast(joined.subscribers, channelFrames(event, text, userId)(channel), connection);
  app.webhooks.enqueue({
    name: 'client_event',
    channel,
    event,
    data: text,
    socket_id: connection.socketId,
    ...(userId !== undefined && { user_id: userId }),
  });
  return undefined;
}

/** Returns `undefined` if the data is nested too deeply: `JSON.parse` accepts more levels than `JSON.stringify`. */
function textOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function rejected(reason: string, code?: number): MessageProblem {
  return { message: `Client event rejected - ${reason}`, code };
}

function isWithinRate({ clientEvents }: Connection, perSecond: number, now: number): boolean {
  if (now - clientEvents.since >= 1_000) {
    clientEvents.since = now;
    clientEvents.count = 0;
  }
  clientEvents.count++;
  return clientEvents.count <= perSecond;
}
