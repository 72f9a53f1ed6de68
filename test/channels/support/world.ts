import PusherServer from 'pusher';
import { onTestFinished } from 'vitest';
import {
  type ChannelsApp,
  type ChannelsServer,
  type ChannelsServerOptions,
  createChannelsServer,
} from '../../../src/channels/index.ts';
import { type Channel, Pusher, type PusherOptions } from '../../support/pusher-js.ts';
import { connectRaw, type RawClient } from './raw-client.ts';

export const credentials = { id: 'test-app', key: 'test-key', secret: 'test-secret' };

/** A Channels server with one app, the official SDK for it, and clients. All of them are closed after the test. */
export interface World {
  server: ChannelsServer;
  port: number;
  url: string;
  /** The official server SDK. */
  sdk: PusherServer;
  /** Creates a pusher-js client that the SDK authorizes. */
  connect(options?: ClientOptions): Pusher;
  /** Connects a client that exposes the messages of the protocol. */
  raw(): Promise<RawClient>;
}

export interface ClientOptions extends Partial<PusherOptions> {
  /** The user that the client signs in as. */
  user?: { id: string; watchlist?: string[]; user_info?: unknown };
  /** The member on presence channels. Default: the one of pusher-js's own test suite. */
  member?: { user_id: string; user_info?: Record<string, unknown> };
  key?: string;
}

export async function startWorld(
  app: Partial<ChannelsApp> = {},
  options: Omit<ChannelsServerOptions, 'apps'> = {},
): Promise<World> {
  const server = createChannelsServer({ apps: [{ ...credentials, ...app }], ...options });
  const { port, url } = await server.listen();
  onTestFinished(() => server.close());
  const sdk = sdkFor(port);
  return {
    server,
    port,
    url,
    sdk,
    connect(clientOptions) {
      const pusher = createClient(port, sdk, clientOptions);
      onTestFinished(() => pusher.disconnect());
      return pusher;
    },
    async raw() {
      const client = await connectRaw(`ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`);
      onTestFinished(() => client.ws.terminate());
      return client;
    },
  };
}

export function sdkFor(port: number, { id, key, secret } = credentials): PusherServer {
  return new PusherServer({
    appId: id,
    key,
    secret,
    host: '127.0.0.1',
    port: String(port),
    encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64'),
  });
}

function createClient(port: number, sdk: PusherServer, options: ClientOptions = {}): Pusher {
  const { user, member, key = credentials.key, ...rest } = options;
  return new Pusher(key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    httpHost: '127.0.0.1',
    httpPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler({ socketId, channelName }, callback) {
        // The server of pusher-js's own test suite also sends a member's data for private channels.
        const data = member ?? {
          user_id: socketId,
          user_info: { name: `Integration ${socketId}`, email: `integration-${socketId}@example.com` },
        };
        const isEncrypted = channelName.startsWith('private-encrypted-');
        callback(null, sdk.authorizeChannel(socketId, channelName, isEncrypted ? undefined : data));
      },
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '',
      customHandler({ socketId }, callback) {
        if (user) callback(null, sdk.authenticateUser(socketId, user));
        else callback(new Error('no user'), null);
      },
    },
    ...rest,
  });
}

/** A channel, a connection or a user. */
interface Bindable {
  bind(event: string, listener: (data: unknown) => void): unknown;
  unbind(event: string, listener: (data: unknown) => void): unknown;
}

/** Resolves to the data of the next event with this name. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows the type of its event.
export function nextEvent(channel: Bindable, event: string): Promise<any> {
  return new Promise((resolve) => {
    const take = (data: unknown): void => {
      channel.unbind(event, take);
      resolve(data);
    };
    channel.bind(event, take);
  });
}

/** Subscribes, and waits for the subscription to succeed. */
export async function join(pusher: Pusher, name: string): Promise<Channel> {
  const channel = pusher.subscribe(name);
  await nextEvent(channel, 'pusher:subscription_succeeded');
  return channel;
}

export function connected(pusher: Pusher): Promise<void> {
  return new Promise((resolve) => {
    if (pusher.connection.state === 'connected') resolve();
    else pusher.connection.bind('connected', () => resolve());
  });
}

/** Resolves when the client has received all messages that the server has sent so far. */
export function settled(pusher: Pusher): Promise<void> {
  const pong = nextEvent(pusher.connection, 'message');
  pusher.send_event('pusher:ping', {});
  return pong;
}

/** Returns the data of `pusher:subscribe` for a raw client. */
export function authFor(
  client: RawClient,
  sdk: PusherServer,
  channel: string,
  data?: PusherServer.PresenceChannelData,
) {
  return { channel, ...sdk.authorizeChannel(client.socketId, channel, data) };
}
