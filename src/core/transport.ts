/**
 * The port to Pusher. Methods reject with `GatewayError`: `PUSHER_UNAVAILABLE` when trying again may help (no answer,
 * 5xx, 429; `facts.retryAfter` in ms when Pusher named a time), `PUSHER_REFUSED` when it will not (4xx).
 */
import type { Connection } from '../protocol/index.ts';

/** One event on one channel. */
export interface ChannelMessage {
  readonly channel: string;
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
  /** A connection that must not receive it. */
  readonly exceptSocketId?: string;
}

/** Who joins a presence channel. */
export interface Member {
  readonly id: string;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** What a connection shows Pusher to join a channel. */
export interface ChannelAuth {
  readonly auth: string;
  /** JSON text, as signed: presence channels. */
  readonly channelData?: string;
  /** Base64: encrypted channels. */
  readonly sharedSecret?: string;
}

/** What Pusher tells by a webhook. Kinds that are not known here are left out. */
export interface WebhookEvent {
  readonly name:
    | 'channel_occupied'
    | 'channel_vacated'
    | 'member_added'
    | 'member_removed'
    | 'client_event'
    | 'cache_miss'
    | 'subscription_count';
  readonly channel: string;
  /** Of `client_event`. */
  readonly event?: string | undefined;
  readonly data?: string | undefined;
  readonly socketId?: string | undefined;
  /** Of presence channels. */
  readonly userId?: string | undefined;
}

export interface Transport {
  /** What a client needs to connect. */
  readonly connection: Connection;
  /** Whether encrypted channels can be used: they need a master key. */
  readonly canEncrypt: boolean;
  /** Sends up to 10 messages in one request, in this order. */
  send(messages: readonly ChannelMessage[]): Promise<void>;
  authorize(socketId: string, channel: string, member?: Member): ChannelAuth;
  /** The events of a webhook; `undefined` when Pusher did not sign it. `headers` has lower-case names. */
  webhookEvents(headers: Readonly<Record<string, string>>, rawBody: string): WebhookEvent[] | undefined;
  isOccupied(channel: string): Promise<boolean>;
  /** Every channel with this beginning that somebody is on. */
  occupiedChannels(prefix: string): Promise<ReadonlySet<string>>;
}
