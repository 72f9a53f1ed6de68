/**
 * The port to Pusher. Methods reject with `GatewayError`: `PUSHER_UNAVAILABLE` when a retry may help (no response, 5xx,
 * 429; `facts.retryAfter` in ms when Pusher sent one), and `PUSHER_REFUSED` when it will not (4xx). A method that sends
 * or changes something never rejects after a 2xx status: if the response cannot be read, only its facts are missing.
 */
import type { Connection, WebhookEventName } from '../../protocol/index.ts';

/** One event on one channel. */
export interface ChannelMessage {
  readonly channel: string;
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
}

/** A member of a presence channel. */
export interface PresenceMember {
  readonly id: string;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** The user that a connection signs in as. */
export interface PusherUser extends PresenceMember {
  /** Ids of users whose coming online and going offline the connection is notified of. */
  readonly watchlist?: readonly string[];
}

/** Credentials that a connection sends to Pusher to sign in. */
export interface UserAuth {
  readonly auth: string;
  /** JSON text, exactly as signed. */
  readonly userData: string;
}

/** Attributes of a channel that Pusher can return, besides whether it is occupied. */
export type ChannelAttribute = 'userCount' | 'subscriptionCount' | 'cache';

/** Attributes that Pusher returned for a channel. An attribute that was not requested or does not apply is absent. */
export interface ChannelFacts {
  readonly userCount?: number | undefined;
  readonly subscriptionCount?: number | undefined;
  /** Present for a cache channel that has a last event. `ttl` is in seconds. */
  readonly cache?: { readonly data: string; readonly ttl: number } | undefined;
}

/** One event to send, with the channel attributes to return. */
export interface Trigger {
  /** 1 to 100 channels, or exactly one encrypted channel. */
  readonly channels: readonly string[];
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
  /** Connection that must not receive the event. */
  readonly exceptSocketId?: string | undefined;
  readonly info?: readonly ChannelAttribute[] | undefined;
}

/** Credentials that a connection sends to Pusher to join a channel. */
export interface ChannelAuth {
  readonly auth: string;
  /** JSON text, exactly as signed. Presence channels only. */
  readonly channelData?: string;
  /** Base64. Encrypted channels only. */
  readonly sharedSecret?: string;
}

/** An event of a Pusher webhook. Unknown kinds are left out. */
export interface WebhookEvent {
  readonly name: WebhookEventName;
  readonly channel: string;
  /** Set for `client_event`. */
  readonly event?: string | undefined;
  readonly data?: string | undefined;
  readonly socketId?: string | undefined;
  /** Set for presence channels. */
  readonly userId?: string | undefined;
}

export interface Transport {
  /** Settings that a client needs to connect. */
  readonly connection: Connection;
  /** Whether encrypted channels are available. They need a master key. */
  readonly canEncrypt: boolean;
  /** Sends up to 10 messages in one request, in this order. */
  send(messages: readonly ChannelMessage[]): Promise<void>;
  /** Sends one event. Resolves with the requested attributes by channel name. */
  trigger(trigger: Trigger): Promise<ReadonlyMap<string, ChannelFacts>>;
  /**
   * Sends up to 10 events in one request, each to one channel. Resolves with the requested attributes in the same
   * order.
   */
  triggerBatch(triggers: readonly Trigger[]): Promise<ChannelFacts[]>;
  /** Sends an event to every connection that is signed in as the user. */
  sendToUser(userId: string, event: string, json: string): Promise<void>;
  /** Closes every connection that is signed in as the user. */
  terminateUserConnections(userId: string): Promise<void>;
  authorize(socketId: string, channel: string, member?: PresenceMember): ChannelAuth;
  authenticateUser(socketId: string, user: PusherUser): UserAuth;
  /** Returns the events of a webhook, or `undefined` when its signature is invalid. `headers` has lower-case names. */
  webhookEvents(headers: Readonly<Record<string, string>>, rawBody: string): WebhookEvent[] | undefined;
  /** Resolves with the occupied channels whose names begin with `prefix`. `userCount` needs a presence prefix. */
  channels(prefix: string, info?: readonly ChannelAttribute[]): Promise<ReadonlyMap<string, ChannelFacts>>;
  /** Resolves with one channel, occupied or not. */
  channel(
    name: string,
    info?: readonly ChannelAttribute[],
  ): Promise<ChannelFacts & { readonly occupied: boolean }>;
  /** Resolves with the user ids of a presence channel's members. */
  members(channel: string): Promise<string[]>;
}
