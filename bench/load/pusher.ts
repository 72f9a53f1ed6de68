import type { Grant, Position } from '../../src/protocol/index.ts';
import { signChannel } from '../../src/signing/index.ts';
import { roomId, subscription } from '../servers/chat.ts';
import { credentials } from '../servers/credentials.ts';
import { post } from './post.ts';
import type { OnBytes, Subscriber } from './target.ts';
import { openWebSocket } from './web-socket.ts';

/** The response of the gateway. */
interface GrantResponse {
  readonly extensions?: { readonly pusher?: Grant };
}

/** A connection to a Channels server. */
export interface PusherConnection {
  readonly socketId: string;
  /** Resolves when the server confirms the subscription. */
  subscribe(channel: string, auth: string): Promise<void>;
  close(): void;
}

export async function connectPusher(port: number, onBytes: OnBytes): Promise<PusherConnection> {
  const established = Promise.withResolvers<string>();
  const succeeded = Promise.withResolvers<void>();
  let joined = false;
  const ws = await openWebSocket({
    port,
    path: `/app/${credentials.key}?protocol=7&client=bench&version=1`,
    onText(bytes, start, end) {
      // All messages of the Pusher protocol itself start with `{"event":"pusher`.
      if (joined && bytes[start + 10] !== 0x70) return onBytes(bytes, start, end);
      const { event, data } = JSON.parse(bytes.toString('utf8', start, end));
      if (event === 'pusher:connection_established') established.resolve(JSON.parse(data).socket_id);
      else if (event === 'pusher:ping') ws.send('{"event":"pusher:pong","data":{}}');
      else if (event === 'pusher_internal:subscription_succeeded') {
        joined = true;
        succeeded.resolve();
      } else if (event !== 'pusher:cache_miss')
        succeeded.reject(new Error(`${event}: ${JSON.stringify(data)}`));
    },
  });
  return {
    socketId: await established.promise,
    subscribe(channel, auth) {
      ws.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
      return succeeded.promise;
    },
    close: ws.close,
  };
}

/** Registers the operation at the gateway. Returns the grant, and the text of the response. */
export async function requestGrant(
  gatewayPort: number,
  variant: number,
  pusher: { socketId: string; position?: Position },
): Promise<{ grant: Grant; text: string }> {
  const text = await post(gatewayPort, {
    query: subscription,
    variables: { roomId, variant },
    extensions: { pusher },
  });
  const grant = (JSON.parse(text) as GrantResponse).extensions?.pusher;
  if (!grant) throw new Error(`The gateway rejected the subscription: ${text}`);
  return { grant, text };
}

/** Connects a subscriber of graphql-pusher, which sends one POST request and one WebSocket message. */
export async function connectToUs(
  { gatewayPort, channelsPort }: { gatewayPort: number; channelsPort: number },
  variant: number,
  onBytes: OnBytes,
): Promise<Subscriber> {
  const connection = await connectPusher(channelsPort, onBytes);
  return {
    async join() {
      const { grant } = await requestGrant(gatewayPort, variant, { socketId: connection.socketId });
      await connection.subscribe(grant.channel, grant.auth);
    },
    close: connection.close,
  };
}

/** Connects a subscriber of one private channel. */
export async function connectToChannel(
  { channelsPort, channel }: { channelsPort: number; channel: string },
  onBytes: OnBytes,
): Promise<Subscriber> {
  const { socketId, subscribe, close } = await connectPusher(channelsPort, onBytes);
  return { join: () => subscribe(channel, signChannel(credentials, { socketId, channel })), close };
}
