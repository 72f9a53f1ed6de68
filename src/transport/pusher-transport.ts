import Pusher from 'pusher';
import type { ChannelAuth, ChannelMessage, Transport, Trigger } from '../core/index.ts';
import { type Connection, parseChannel, urlHost } from '../protocol/index.ts';
import { infoParameter, responseSchemas } from './channel-facts.ts';
import { checkAddress } from './check-address.ts';
import { createExchange } from './exchange.ts';
import { errorOfSdk } from './pusher-error.ts';
import { createRequests } from './requests.ts';
import { parseWebhookEvents } from './webhook-events.ts';

/** Address and credentials of Pusher, or of a Pusher-compatible server. */
export interface PusherOptions {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /**
   * Additional key pairs of the app, which the gateway also accepts for webhooks. While a key is being replaced, hosted
   * Pusher signs webhooks with the oldest active key.
   */
  readonly webhookKeys?: readonly { readonly key: string; readonly secret: string }[] | undefined;
  /** Cluster of hosted Pusher, such as `eu`. */
  readonly cluster?: string | undefined;
  /** Host of a Pusher-compatible server. Replaces `cluster`. */
  readonly host?: string | undefined;
  /** Host that clients connect to, if it differs from `host`. `null`: the host of the gateway's URL. */
  readonly publicHost?: string | null | undefined;
  /** Port that clients connect to. Default: `port`; if `publicUseTLS` differs from `useTLS`, 443 with TLS and 80 without. */
  readonly publicPort?: number | undefined;
  /** Whether clients connect with TLS. Default: `useTLS`. */
  readonly publicUseTLS?: boolean | undefined;
  /** Path prefix before `/app` for clients, such as `/ws`. */
  readonly publicPath?: string | undefined;
  readonly port?: number | undefined;
  /** Default: `true`. */
  readonly useTLS?: boolean | undefined;
  /** PEM of the only certificate to trust, whatever host name it contains. Default: certificates of known authorities. */
  readonly certificate?: string | undefined;
  /** 32 bytes as base64, required for encrypted channels. Pusher never receives it. */
  readonly encryptionMasterKey?: string | undefined;
  /** Timeout of one request, in ms. Default: 5,000. */
  readonly timeout?: number | undefined;
}

/** Creates a transport over the `pusher` SDK, for hosted Pusher or any server with its HTTP API. */
export function createPusherTransport(options: PusherOptions): Transport {
  const {
    appId,
    key,
    secret,
    webhookKeys = [],
    cluster,
    host,
    publicHost = host ? urlHost(host) : null,
    port,
    useTLS = true,
    publicUseTLS = useTLS,
    publicPath = null,
    publicPort = (publicUseTLS === useTLS ? port : undefined) ?? (publicUseTLS ? 443 : 80),
    encryptionMasterKey,
    timeout = 5_000,
  } = options;
  checkAddress(options);
  const { agent, exchange } = createExchange({ useTLS, timeout, certificate: options.certificate });
  const { read, readMembers, write } = createRequests({ exchange });
  const pusher = new Pusher({
    appId,
    key,
    secret,
    useTLS,
    timeout,
    agent,
    ...(encryptionMasterKey ? { encryptionMasterKeyBase64: encryptionMasterKey } : {}),
    ...(host
      ? { host: urlHost(host), ...(port ? { port: String(port) } : {}) }
      : { cluster: cluster ?? 'mt1' }),
  });
  const connection: Connection = {
    key,
    cluster: host ? null : (cluster ?? 'mt1'),
    host: publicHost,
    port: host ? publicPort : null,
    useTLS: host ? publicUseTLS : useTLS,
    path: host ? publicPath : null,
  };

  const get = (path: string, params: Record<string, string>) => () => pusher.get({ path, params });

  return {
    connection,
    canEncrypt: encryptionMasterKey !== undefined,
    async send(messages) {
      const [first, ...more] = messages;
      if (!first) return;
      await write(
        `Sending ${messages.length} message(s), the first to ${first.channel}`,
        () =>
          more.length > 0
            ? pusher.triggerBatch(messages.map(batchEvent))
            : pusher.trigger(first.channel, first.event, dataOf(first)),
        responseSchemas.none,
      );
    },
    async trigger(trigger) {
      const response = await write(
        `Sending ${trigger.event} to ${trigger.channels.length} channel(s)`,
        () =>
          pusher.trigger([...trigger.channels], trigger.event, dataOf(trigger), {
            ...exceptOf(trigger),
            ...infoParameter(trigger.info),
          }),
        responseSchemas.channels,
      );
      return response ?? new Map();
    },
    async triggerBatch(triggers) {
      const events = triggers.map((trigger) => ({
        channel: trigger.channels[0] ?? '',
        name: trigger.event,
        data: dataOf(trigger),
        ...exceptOf(trigger),
        ...infoParameter(trigger.info),
      }));
      const response = await write(
        `Sending a batch of ${events.length} events`,
        () => pusher.triggerBatch(events),
        responseSchemas.batch,
      );
      return triggers.map((_trigger, index) => response?.get(String(index)) ?? {});
    },
    async sendToUser(userId, event, json) {
      await write(
        `Sending ${event} to a user`,
        () => pusher.sendToUser(userId, event, json),
        responseSchemas.none,
      );
    },
    async terminateUserConnections(userId) {
      // Not the SDK's own method, because it does not escape the id in the path.
      const path = `/users/${encodeURIComponent(userId)}/terminate_connections`;
      // The SDK serializes the body as JSON, although its type is a string.
      const request = () => pusher.post({ path, body: {} as string });
      await write("Closing a user's connections", request, responseSchemas.none);
    },
    authorize(socketId, channel, member): ChannelAuth {
      const data = member && { user_id: member.id, ...(member.info ? { user_info: member.info } : {}) };
      try {
        const { auth, channel_data, shared_secret } = pusher.authorizeChannel(socketId, channel, data);
        return {
          auth,
          ...(channel_data === undefined ? {} : { channelData: channel_data }),
          ...(shared_secret === undefined ? {} : { sharedSecret: shared_secret }),
        };
      } catch (error) {
        throw errorOfSdk(error, `Authorizing ${channel}`);
      }
    },
    authenticateUser(socketId, { id, info, watchlist }) {
      const user = {
        id,
        ...(info ? { user_info: info } : {}),
        ...(watchlist ? { watchlist: [...watchlist] } : {}),
      };
      try {
        const { auth, user_data: userData } = pusher.authenticateUser(socketId, user);
        return { auth, userData };
      } catch (error) {
        throw errorOfSdk(error, 'Signing a user in');
      }
    },
    webhookEvents(headers, rawBody) {
      // The SDK requires this header.
      if (headers['x-pusher-signature'] === undefined) return undefined;
      // The SDK rejects a content type with parameters.
      const bareType = headers['content-type']?.split(';')[0]?.trim();
      const webhook = pusher.webhook({ headers: { ...headers, 'content-type': bareType }, rawBody });
      return webhook.isValid([...webhookKeys]) ? parseWebhookEvents(webhook.getData()) : undefined;
    },
    async channels(prefix, info) {
      const params = { ...(prefix ? { filter_by_prefix: prefix } : {}), ...infoParameter(info) };
      const channels = await read('GET /channels', get('/channels', params), responseSchemas.channels);
      // Some servers ignore the prefix.
      return new Map([...channels].filter(([name]) => name.startsWith(prefix)));
    },
    channel: (name, info) =>
      read(`GET /channels/${name}`, get(`/channels/${name}`, infoParameter(info)), responseSchemas.channel),
    members: (channel) =>
      readMembers(
        `GET /channels/${channel}/users`,
        get(`/channels/${channel}/users`, {}),
        responseSchemas.members,
      ),
  };
}

function batchEvent(message: ChannelMessage): Pusher.BatchEvent {
  return { channel: message.channel, name: message.event, data: dataOf(message) };
}

/** Returns the data for the SDK. It sends strings unchanged, but encrypts only data that it serializes itself. */
function dataOf(message: ChannelMessage | Trigger): unknown {
  const [channel = ''] = 'channels' in message ? message.channels : [message.channel];
  return parseChannel(channel).access === 'ENCRYPTED' ? JSON.parse(message.json) : message.json;
}

function exceptOf({ exceptSocketId }: Trigger): { socket_id?: string } {
  return exceptSocketId === undefined ? {} : { socket_id: exceptSocketId };
}
