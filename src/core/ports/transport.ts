/**
 * The port to Pusher. Methods reject with `GatewayError`: `PUSHER_UNAVAILABLE` when trying again may help (no answer,
 * 5xx, 429; `facts.retryAfter` in ms when Pusher named a time), `PUSHER_REFUSED` when it will not (4xx). What sends or
 * changes something never rejects after a status of 2xx: an answer that cannot be read only lacks facts.
 */
import type { Connection, WebhookEventName } from '../../protocol/index.ts';

/** One event on one channel. */
export interface ChannelMessage {
  readonly channel: string;
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
}

/** Who joins a presence channel. */
export interface PresenceMember {
  readonly id: string;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** Whom a connection signs in as. */
export interface PusherUser extends PresenceMember {
  /** Ids of users of whom it hears when they come and go. */
  readonly watchlist?: readonly string[];
}

/** What a connection shows Pusher to sign in. */
export interface UserAuth {
  readonly auth: string;
  /** JSON text, as signed. */
  readonly userData: string;
}

/** What can be asked of a channel, beside whether it is occupied. */
export type ChannelAttribute = 'userCount' | 'subscriptionCount' | 'cache';

/** What Pusher knows of a channel; absent is what was not asked for, or does not apply. */
export interface ChannelFacts {
  readonly userCount?: number | undefined;
  readonly subscriptionCount?: number | undefined;
  /** Of a cache channel that has a last event. `ttl` in seconds. */
  readonly cache?: { readonly data: string; readonly ttl: number } | undefined;
}

/** One event, and what its sender wants to know of the channels that it goes to. */
export interface Trigger {
  /** From 1 to 100, or exactly one that is encrypted. */
  readonly channels: readonly string[];
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
  /** A connection that must not receive it. */
  readonly exceptSocketId?: string | undefined;
  readonly info?: readonly ChannelAttribute[] | undefined;
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
  readonly name: WebhookEventName;
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
  /** Sends one event. Answers what was asked of each channel, by its name. */
  trigger(trigger: Trigger): Promise<ReadonlyMap<string, ChannelFacts>>;
  /** Sends up to 10 events in one request, each to one channel. Answers what was asked, in their order. */
  triggerBatch(triggers: readonly Trigger[]): Promise<ChannelFacts[]>;
  /** Sends an event to every connection that is signed in as the user. */
  sendToUser(userId: string, event: string, json: string): Promise<void>;
  /** Closes every connection that is signed in as the user. */
  terminateUserConnections(userId: string): Promise<void>;
  authorize(socketId: string, channel: string, member?: PresenceMember): ChannelAuth;
  authenticateUser(socketId: string, user: PusherUser): UserAuth;
  /** The events of a webhook; `undefined` when Pusher did not sign it. `headers` has lower-case names. */
  webhookEvents(headers: Readonly<Record<string, string>>, rawBody: string): WebhookEvent[] | undefined;
  /** Every channel with this beginning that somebody is on; `userCount` can be asked only with a presence prefix. */
  channels(prefix: string, info?: readonly ChannelAttribute[]): Promise<ReadonlyMap<string, ChannelFacts>>;
  /** One channel, occupied or not. */
  channel(
    name: string,
    info?: readonly ChannelAttribute[],
  ): Promise<ChannelFacts & { readonly occupied: boolean }>;
  /** Ids of those who are on a presence channel. */
  members(channel: string): Promise<string[]>;
}
