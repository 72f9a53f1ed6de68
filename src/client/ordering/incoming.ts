/** Validates input from the network: channel messages and grants. */
import { type Grant, isObject, isPosition, type Result, type ResultMessage } from '../../protocol/index.ts';

/** Returns `undefined` when the input is not a message of the protocol. */
export function parseMessage(message: unknown): ResultMessage | undefined {
  if (!isPosition(message)) return undefined;
  const { result, chunk, fetch } = message as Partial<Record<'result' | 'chunk' | 'fetch', unknown>>;
  const known = isObject(result) || fetch === true || (isObject(chunk) && typeof chunk.data === 'string');
  return known ? (message as ResultMessage) : undefined;
}

/** Returns the grant in a response; `undefined` for a response without a grant. */
export function grantOf({ extensions }: Result): Grant | undefined {
  const grant = extensions?.pusher;
  if (!isObject(grant) || typeof grant.channel !== 'string' || typeof grant.auth !== 'string')
    return undefined;
  return isPosition(grant.position) ? (grant as unknown as Grant) : undefined;
}
