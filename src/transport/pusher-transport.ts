import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Pusher from 'pusher';
import type { ChannelAuth, ChannelMessage, Transport } from '../core/index.ts';
import { type Connection, parseChannel } from '../protocol/index.ts';
import { asGatewayError } from './pusher-error.ts';
import { parseWebhookEvents } from './webhook-events.ts';

/** Where Pusher is, and as whom to speak to it. */
export interface PusherOptions {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** Of hosted Pusher, such as `eu`. */
  readonly cluster?: string | undefined;
  /** Of a Pusher-compatible server, in place of a cluster. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Default true. */
  readonly useTLS?: boolean | undefined;
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
    cluster,
    host,
    port,
    useTLS = true,
    encryptionMasterKey,
    timeout = 5_000,
  } = options;
  const pusher = new Pusher({
    appId,
    key,
    secret,
    useTLS,
    timeout,
    // A new connection for each trigger would cost more than the trigger.
    agent: useTLS ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true }),
    ...(encryptionMasterKey ? { encryptionMasterKeyBase64: encryptionMasterKey } : {}),
    ...(host ? { host, ...(port ? { port: String(port) } : {}) } : { cluster: cluster ?? 'mt1' }),
  });
  const connection: Connection = {
    key,
    cluster: host ? null : (cluster ?? 'mt1'),
    host: host ?? null,
    port: host ? (port ?? (useTLS ? 443 : 80)) : null,
    useTLS,
  };

  /** Reads from the HTTP API. */
  async function get(path: string, params: Record<string, string>): Promise<unknown> {
    try {
      const response = await pusher.get({ path, params });
      return await response.json();
    } catch (error) {
      throw asGatewayError(error, `Asking for ${path}`);
    }
  }

  return {
    connection,
    canEncrypt: encryptionMasterKey !== undefined,
    async send(messages) {
      const [first, ...more] = messages;
      if (!first) return;
      try {
        if (more.length > 0) await pusher.triggerBatch(messages.map(batchEvent));
        else await pusher.trigger(first.channel, first.event, dataOf(first), exceptOf(first));
      } catch (error) {
        throw asGatewayError(error, `Sending ${messages.length} message(s), the first on ${first.channel}`);
      }
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
        throw asGatewayError(error, `Authorising ${channel}`);
      }
    },
    webhookEvents(headers, rawBody) {
      // The SDK wants the bare type.
      const bareType = headers['content-type']?.split(';')[0]?.trim();
      const webhook = pusher.webhook({ headers: { ...headers, 'content-type': bareType }, rawBody });
      return webhook.isValid() ? parseWebhookEvents(webhook.getData()) : undefined;
    },
    async isOccupied(channel) {
      const state = (await get(`/channels/${channel}`, {})) as { occupied?: boolean };
      return state.occupied === true;
    },
    async occupiedChannels(prefix) {
      const { channels = {} } = (await get('/channels', { filter_by_prefix: prefix })) as {
        channels?: Record<string, unknown>;
      };
      return new Set(Object.keys(channels));
    },
  };
}

function batchEvent(message: ChannelMessage): Pusher.BatchEvent {
  return { channel: message.channel, name: message.event, data: dataOf(message), ...exceptOf(message) };
}

/** The SDK sends a text as it is, but encrypts only what it serializes itself. */
function dataOf({ channel, json }: ChannelMessage): unknown {
  return parseChannel(channel).access === 'ENCRYPTED' ? JSON.parse(json) : json;
}

function exceptOf({ exceptSocketId }: ChannelMessage): { socket_id?: string } {
  return exceptSocketId === undefined ? {} : { socket_id: exceptSocketId };
}
