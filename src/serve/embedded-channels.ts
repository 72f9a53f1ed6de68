import { randomBytes } from 'node:crypto';
import { type ChannelsStats, createChannelsServer } from '../channels/index.ts';
import type { ChannelsSettings, PusherSettings } from './settings/index.ts';

/** A Channels server inside this process. */
export interface EmbeddedChannels {
  /** `http://127.0.0.1:6001` */
  readonly url: string;
  /** How a gateway reaches it. */
  readonly pusher: PusherSettings;
  stats(): ChannelsStats;
  close(): Promise<void>;
}

/** Options of {@link startEmbeddedChannels}. */
export interface EmbeddedChannelsOptions {
  readonly host: string;
  readonly port: number;
  /** In ms. */
  readonly keepAliveTimeout?: number | undefined;
  readonly channels?: ChannelsSettings | undefined;
  /** Where its webhooks go. */
  readonly webhookUrl: string;
  onError(error: unknown): void;
}

const anyAddress = new Set(['0.0.0.0', '::']);

/** The embedded Channels server, with one app that nobody outside this process knows the secret of. */
export async function startEmbeddedChannels({
  host,
  port: wanted,
  keepAliveTimeout,
  channels: { limits, origins, ...channels } = {},
  webhookUrl,
  onError,
}: EmbeddedChannelsOptions): Promise<EmbeddedChannels> {
  const app = { id: 'graphql-pusher', key: 'graphql-pusher', secret: randomBytes(32).toString('hex') };
  const server = createChannelsServer({
    apps: [
      {
        ...app,
        clientEvents: true,
        userAuthentication: true,
        limits,
        origins,
        webhooks: [{ url: webhookUrl }],
      },
    ],
    ...channels,
    keepAliveTimeout,
    onError,
  });
  const { port, url } = await server.listen({ port: wanted, host });
  return {
    url,
    pusher: {
      appId: app.id,
      key: app.key,
      secret: app.secret,
      // One that stands for all addresses is no address to connect to.
      ...(anyAddress.has(host) ? { host: 'localhost', publicHost: null } : { host }),
      port,
      useTLS: channels.tls !== undefined,
      // The certificate names the host of clients, which need not be the one that the gateway uses.
      ...(channels.tls && { certificate: channels.tls.cert }),
      encryptionMasterKey: randomBytes(32).toString('base64'),
    },
    stats: () => server.stats(),
    close: () => server.close(),
  };
}
