import { randomBytes } from 'node:crypto';
import { type ChannelsStats, createChannelsServer } from '../channels/index.ts';
import { type ChannelsSettings, describePortInUse, type PusherSettings } from './settings/index.ts';

/** A Channels server in this process. */
export interface EmbeddedChannels {
  /** `http://127.0.0.1:6001` */
  readonly url: string;
  /** Settings with which a gateway reaches the server. */
  readonly pusher: PusherSettings;
  stats(): ChannelsStats;
  close(): Promise<void>;
}

/** Options of {@link startEmbeddedChannels}. */
export interface EmbeddedChannelsOptions {
  readonly host: string;
  readonly port: number;
  /** How long an idle HTTP connection stays open, in ms. */
  readonly keepAliveTimeout?: number | undefined;
  readonly channels?: ChannelsSettings | undefined;
  /** URL that receives the webhooks. */
  readonly webhookUrl: string;
  onError(error: unknown): void;
}

const anyAddress = new Set(['0.0.0.0', '::']);

/**
 * Starts the embedded Channels server. It has one app, whose secret never leaves this process.
 *
 * @throws {SettingsError} when `CHANNELS_PORT` is already in use.
 */
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
  const { port, url } = await server.listen({ port: wanted, host }).catch((error: unknown) => {
    throw describePortInUse('CHANNELS_PORT', error);
  });
  return {
    url,
    pusher: {
      appId: app.id,
      key: app.key,
      secret: app.secret,
      // A wildcard address is not an address to connect to.
      ...(anyAddress.has(host) ? { host: 'localhost', publicHost: null } : { host }),
      port,
      useTLS: channels.tls !== undefined,
      // The certificate names the host that clients use. The gateway may use another.
      ...(channels.tls && { certificate: channels.tls.cert }),
      encryptionMasterKey: randomBytes(32).toString('base64'),
    },
    stats: () => server.stats(),
    close: () => server.close(),
  };
}
