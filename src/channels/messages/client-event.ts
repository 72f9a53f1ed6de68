import type { App } from '../app.ts';
import { broadcast } from '../channel/index.ts';
import { type Complaint, type Connection, channelFrames, errorCode } from '../connection/index.ts';

/** What a client sends to the other subscribers of a channel. */
export interface ClientEvent {
  event: string;
  channel?: string | undefined;
  data?: unknown;
}

/** Hands a client's event to the other subscribers, or says why not. */
export function relayClientEvent(
  app: App,
  connection: Connection,
  { event, channel = '', data }: ClientEvent,
): Complaint | undefined {
  const { limits } = app.settings;
  const joined = connection.joined.has(channel) ? app.channels.get(channel) : undefined;
  if (!app.settings.clientEvents) return rejected('client events are not enabled for this app.');
  if (!joined) return rejected(`this connection has not joined the channel ${JSON.stringify(channel)}.`);
  // On encrypted channels they would travel in the clear.
  if (joined.parsed.access !== 'PRIVATE' && joined.parsed.access !== 'PRESENCE')
    return rejected('only supported on private and presence channels.');
  if (event.length > limits.eventNameLength)
    return rejected(`its name is longer than ${limits.eventNameLength} characters.`);
  const text = textOf(data ?? {});
  if (text === undefined) return rejected('its data goes too deep to be written as JSON.');
  if (Buffer.byteLength(text) > limits.eventBytes)
    return rejected(`its data is larger than ${limits.eventBytes} bytes.`);
  if (!isWithinRate(connection, limits.clientEventsPerSecond, app.now()))
    return rejected(
      `a connection may send ${limits.clientEventsPerSecond} a second.`,
      errorCode.clientEventRate,
    );

  const userId = connection.joined.get(channel);
  broadcast(joined.subscribers, channelFrames(event, text, userId)(channel), connection);
  app.webhooks.tell({
    name: 'client_event',
    channel,
    event,
    data: text,
    socket_id: connection.socketId,
    ...(userId !== undefined && { user_id: userId }),
  });
  return undefined;
}

/** `undefined` for what is nested deeper than can be written, though it could be read. */
function textOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function rejected(reason: string, code?: number): Complaint {
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
