/** `extensions.pusher` in GraphQL requests and responses. */
import type { Position, Result } from './message.ts';

/** `extensions.pusher` of a request: subscribes over Pusher. */
export interface SubscribeRequest {
  /** The id of the caller's Pusher connection. The `auth` in the response is valid for this connection only. */
  socketId: string;
  /** The position of the last result that the caller received. Present when the caller wants the missed results. */
  position?: Position;
}

/** A missed result. Its epoch is the epoch of {@link Grant.position}. */
export interface MissedResult {
  offset: number;
  result: Result;
}

/** `extensions.pusher` of a response: the channel and authorization for an operation's results. */
export interface Grant {
  /** The operation channel to join. */
  channel: string;
  /** The Pusher event that carries results. */
  event: string;
  /** For `pusher:subscribe`. Valid for the `socketId` of the request only. */
  auth: string;
  /** Base64. Decrypts the messages of an encrypted channel. */
  sharedSecret?: string;
  /** The position of the newest result at the time of the response; with `more`, of the last result in `missed`. */
  position: Position;
  /** Present when the request had a position. `false` when results after that position are lost. */
  recovered?: boolean;
  /** Present when `recovered` is `true`: the results from the request's position up to `position`, in order. */
  missed?: MissedResult[];
  /** Present when `missed` ends before the newest result. The caller must request the rest, from `position`. */
  more?: true;
}

/** The value of `Query.pusher`: the connection settings for Pusher. */
export interface Connection {
  key: string;
  cluster?: string | null;
  host?: string | null;
  port?: number | null;
  useTLS: boolean;
  /** The path before `/app`: pusher-js's `wsPath`. */
  path?: string | null;
}

/** The query for Pusher's connection settings. Send this exact text: a gateway with persisted operations accepts it. */
export const connectionQuery = '{ pusher { key cluster host port useTLS path } }';

/** The query of earlier clients and for earlier gateways, which have no `path`. */
export const connectionQueryBeforePath = connectionQuery.replace(' path', '');
