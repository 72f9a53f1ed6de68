import type { App } from './app.ts';
import { broadcast } from './broadcast.ts';
import { errorCode } from './close-code.ts';
import type { Connection } from './connection.ts';
import { protocolEvent } from './event-name.ts';
import { channelFrames } from './frame.ts';

/** What a client sends to the other subscribers of a channel. */
export interface ClientEvent {
  event: string;
  channel?: string | undefined;
  data?: unknown;
}

/** Hands a client's event to the other subscribers, or tells the client why not. */
export function relayClientEvent(
  app: App,
  connection: Connection,
  { event, channel, data }: ClientEvent,
): void {
  const reject = (message: string, code: number | null = null): void =>
    connection.send({ event: protocolEvent.error, data: { code, message }, ...(channel && { channel }) });

  if (!app.settings.clientEvents)
    return reject('Client event rejected - client events are not enabled for this app.');
  if (channel === undefined) return reject('Client event rejected - it names no channel.');
  const parsed = app.channels.get(channel)?.parsed;
  if (!parsed || !connection.joined.has(channel))
    return reject(`Client event rejected - this connection has not joined ${channel}.`);
  if (parsed.access !== 'PRIVATE' && parsed.access !== 'PRESENCE')
    return reject('Client event rejected - only supported on private and presence channels.');
  const { limits } = app.settings;
  if (event.length > limits.eventNameLength)
    return reject(`Client event rejected - its name is longer than ${limits.eventNameLength} characters.`);
  const text = typeof data === 'string' ? data : JSON.stringify(data ?? {});
  if (Buffer.byteLength(text) > limits.eventBytes)
    return reject(`Client event rejected - its data is larger than ${limits.eventBytes} bytes.`);
  if (!isWithinRate(connection, limits.clientEventsPerSecond, app.now()))
    return reject(
      `Client event rejected - a connection may send ${limits.clientEventsPerSecond} a second.`,
      errorCode.clientEventRate,
    );

  const userId = connection.joined.get(channel);
  const subscribers = app.channels.get(channel)?.subscribers ?? [];
  broadcast(subscribers, channelFrames(event, text, userId)(channel), connection);
  app.webhooks.tell({
    name: 'client_event',
    channel,
    event,
    data: text,
    socket_id: connection.socketId,
    ...(userId !== undefined && { user_id: userId }),
  });
}

function isWithinRate({ clientEvents }: Connection, perSecond: number, now: number): boolean {
  if (now - clientEvents.since >= 1_000) {
    clientEvents.since = now;
    clientEvents.count = 0;
  }
  clientEvents.count++;
  return clientEvents.count <= perSecond;
}
