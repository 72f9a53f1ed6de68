import { type ChannelsServer, createChannelsServer } from '../../../src/channels/index.ts';
import { type Client, type ClientOptions, createClient } from '../../../src/client/index.ts';
import { type Channel, Pusher, type PusherOptions } from '../../support/pusher-js.ts';
import { app, type ScriptedGateway, startScriptedGateway } from './scripted-gateway.ts';

/** A Channels server, a scripted gateway and the clients of a test. */
export interface World {
  readonly gateway: ScriptedGateway;
  readonly channelsPort: number;
  /** Closes all sockets, and listens on the same port again. */
  restartChannels(): Promise<void>;
  /** Stops listening. */
  stopChannels(): Promise<void>;
  startChannels(): Promise<void>;
  createPusher(options?: Partial<PusherOptions>, key?: string): Pusher;
  /** Creates a client, by default on an instance of the application. Its retries do not wait. */
  createClient(options?: Partial<ClientOptions>): Client;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const create = (): ChannelsServer => createChannelsServer({ apps: [app], closeTimeout: 50 });
  let channels = create();
  const { host, port } = await channels.listen({ port: 0, host: '127.0.0.1' });
  const gateway = await startScriptedGateway({ host, port });
  const clients: Client[] = [];
  const pushers: Pusher[] = [];

  const world: World = {
    gateway,
    channelsPort: port,
    stopChannels: () => channels.close(),
    startChannels: async () => {
      channels = create();
      await channels.listen({ port, host });
    },
    restartChannels: async () => {
      await world.stopChannels();
      await world.startChannels();
    },
    createPusher: (options, key = app.key) => {
      const pusher = new Pusher(key, {
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        ...options,
      });
      pushers.push(pusher);
      return pusher;
    },
    createClient: (options) => {
      const client = createClient({
        url: gateway.url,
        pusher: () => world.createPusher(),
        retryWait: () => Promise.resolve(),
        ...options,
      });
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.dispose();
      for (const pusher of pushers) pusher.disconnect();
      await gateway.close();
      await channels.close();
    },
  };
  return world;
}

/** Resolves when the channel is joined. */
export function untilJoined(pusher: Pusher, name: string): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      const channel: Channel | undefined = pusher.channel(name);
      if (channel?.subscribed) resolve();
      else setTimeout(check, 5);
    };
    check();
  });
}
