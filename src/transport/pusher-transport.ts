import Pusher from 'pusher';
import type { ChannelAuth, ChannelMessage, Transport, Trigger } from '../core/index.ts';
import { type Connection, parseChannel, urlHost } from '../protocol/index.ts';
import { answers, infoParameter } from './channel-facts.ts';
import { checkAddress } from './check-address.ts';
import { createExchange } from './exchange.ts';
import { errorOfSdk } from './pusher-error.ts';
import { createRequests } from './requests.ts';
import { parseWebhookEvents } from './webhook-events.ts';

/** Where Pusher is, and as whom to speak to it. */
export interface PusherOptions {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /**
   * Further key pairs of the app: webhooks may be signed with any of them. While a key is being replaced, hosted Pusher
   * signs webhooks with the oldest active one.
   */
  readonly webhookKeys?: readonly { readonly key: string; readonly secret: string }[] | undefined;
  /** Of hosted Pusher, such as `eu`. */
  readonly cluster?: string | undefined;
  /** Of a Pusher-compatible server, in place of a cluster. */
  readonly host?: string | undefined;
  /** By what name clients reach `host`, where that is another. `null`: by the one that they reach the gateway by. */
  readonly publicHost?: string | null | undefined;
  /** On which port they do. Default: `port`, or that of TLS or of none where only `publicUseTLS` differs. */
  readonly publicPort?: number | undefined;
  /** Default `useTLS`. */
  readonly publicUseTLS?: boolean | undefined;
  /** What precedes `/app` in the path by which clients reach `host`: `/ws`. */
  readonly publicPath?: string | undefined;
  readonly port?: number | undefined;
  /** Default true. */
  readonly useTLS?: boolean | undefined;
  /** PEM of the certificate of `host`: only this one is trusted, whatever host it names. Default: those of known authorities. */
  readonly certificate?: string | undefined;
  /** 32 bytes as base64, kept from Pusher: encrypted channels need it. */
  readonly encryptionMasterKey?: string | undefined;
  /** For one request, in ms. Default 5,000. */
  readonly timeout?: number | undefined;
}

/** The transport over the `pusher` SDK: hosted Pusher, or any server that speaks its HTTP API. */
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
        `Sending ${messages.length} message(s), the first on ${first.channel}`,
        () =>
          more.length > 0
            ? pusher.triggerBatch(messages.map(batchEvent))
            : pusher.trigger(first.channel, first.event, dataOf(first)),
        answers.none,
      );
    },
    async trigger(trigger) {
      const answer = await write(
        `Sending ${trigger.event} to ${trigger.channels.length} channel(s)`,
        () =>
          pusher.trigger([...trigger.channels], trigger.event, dataOf(trigger), {
            ...exceptOf(trigger),
            ...infoParameter(trigger.info),
          }),
        answers.channels,
      );
      return answer ?? new Map();
    },
    async triggerBatch(triggers) {
      const events = triggers.map((trigger) => ({
        channel: trigger.channels[0] ?? '',
        name: trigger.event,
        data: dataOf(trigger),
        ...exceptOf(trigger),
        ...infoParameter(trigger.info),
      }));
      const answer = await write(
        `Sending a batch of ${events.length} events`,
        () => pusher.triggerBatch(events),
        answers.batch,
      );
      return triggers.map((_trigger, index) => answer?.get(String(index)) ?? {});
    },
    async sendToUser(userId, event, json) {
      await write(`Sending ${event} to a user`, () => pusher.sendToUser(userId, event, json), answers.none);
    },
    async terminateUserConnections(userId) {
      // Not the SDK's own method, which puts the id into the path as it is.
      const path = `/users/${encodeURIComponent(userId)}/terminate_connections`;
      // The SDK writes the body as JSON, though its types want a text.
      const request = () => pusher.post({ path, body: {} as string });
      await write("Closing a user's connections", request, answers.none);
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
        throw errorOfSdk(error, `Authorising ${channel}`);
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
      // The SDK takes it for granted.
      if (headers['x-pusher-signature'] === undefined) return undefined;
      // It wants the bare type.
      const bareType = headers['content-type']?.split(';')[0]?.trim();
      const webhook = pusher.webhook({ headers: { ...headers, 'content-type': bareType }, rawBody });
      return webhook.isValid([...webhookKeys]) ? parseWebhookEvents(webhook.getData()) : undefined;
    },
    async channels(prefix, info) {
      const params = { ...(prefix ? { filter_by_prefix: prefix } : {}), ...infoParameter(info) };
      const channels = await read('Asking for /channels', get('/channels', params), answers.channels);
      // Some servers ignore the prefix.
      return new Map([...channels].filter(([name]) => name.startsWith(prefix)));
    },
    channel: (name, info) =>
      read(`Asking for /channels/${name}`, get(`/channels/${name}`, infoParameter(info)), answers.channel),
    members: (channel) =>
      readMembers(
        `Asking for /channels/${channel}/users`,
        get(`/channels/${channel}/users`, {}),
        answers.members,
      ),
  };
}

function batchEvent(message: ChannelMessage): Pusher.BatchEvent {
  return { channel: message.channel, name: message.event, data: dataOf(message) };
}

/** The SDK sends a text as it is, but encrypts only what it serializes itself. */
function dataOf(message: ChannelMessage | Trigger): unknown {
  const [channel = ''] = 'channels' in message ? message.channels : [message.channel];
  return parseChannel(channel).access === 'ENCRYPTED' ? JSON.parse(message.json) : message.json;
}

function exceptOf({ exceptSocketId }: Trigger): { socket_id?: string } {
  return exceptSocketId === undefined ? {} : { socket_id: exceptSocketId };
}
