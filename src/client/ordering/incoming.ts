/** Reads what comes from outside: a message of a channel, and a grant. */
import { type Grant, isPosition, type Result, type ResultMessage } from '../../protocol/index.ts';

/** `undefined` when it is not a message of the protocol. */
export function parseMessage(message: unknown): ResultMessage | undefined {
  if (!isPosition(message)) return undefined;
  const { result, chunk, fetch } = message as Partial<Record<'result' | 'chunk' | 'fetch', unknown>>;
  const known = isObject(result) || fetch === true || (isObject(chunk) && typeof chunk.data === 'string');
  return known ? (message as ResultMessage) : undefined;
}

/** The grant in a response; `undefined` when there is none. */
export function grantOf({ extensions }: Result): Grant | undefined {
  const grant = extensions?.pusher;
  if (!isObject(grant) || typeof grant.channel !== 'string' || typeof grant.auth !== 'string')
    return undefined;
  return isPosition(grant.position) ? (grant as unknown as Grant) : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
