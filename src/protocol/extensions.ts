/** `extensions.pusher` of a GraphQL request and response. */
import type { Position, Result } from './message.ts';

/** Asks that a subscription be carried by Pusher. */
export interface SubscribeRequest {
  /** The caller's Pusher connection: the `auth` in the answer holds for it alone. */
  socketId: string;
  /** Present when the caller had this operation before and wants what it missed. */
  position?: Position;
}

/** A result that was missed. Its epoch is the one of {@link Grant.position}. */
export interface MissedResult {
  offset: number;
  result: Result;
}

/** What a caller needs to receive an operation's results. */
export interface Grant {
  /** The operation channel to join. */
  channel: string;
  /** The Pusher event that carries results. */
  event: string;
  /** For `pusher:subscribe`, good for the `socketId` of the request only. */
  auth: string;
  /** Base64; decrypts the messages of an encrypted channel. */
  sharedSecret?: string;
  /** The newest result when the request was answered; with `more`, the last one of `missed`. */
  position: Position;
  /** Present when the request had a position: whether everything since can be had. */
  recovered?: boolean;
  /** Present when `recovered`: in order, contiguous from the request's position up to `position`. */
  missed?: MissedResult[];
  /** Present when `missed` ends before the newest result: the caller asks again, with `position`. */
  more?: true;
}

/** What `Query.pusher` answers: how a client reaches Pusher. */
export interface Connection {
  key: string;
  cluster?: string | null;
  host?: string | null;
  port?: number | null;
  useTLS: boolean;
  /** What precedes `/app` in the path: pusher-js's `wsPath`. */
  path?: string | null;
}

/** The query by which a client finds Pusher, letter for letter: a gateway that takes only known operations knows it. */
export const connectionQuery = '{ pusher { key cluster host port useTLS path } }';

/** The same of clients and gateways that do not know `path`. */
export const connectionQueryBeforePath = connectionQuery.replace(' path', '');
