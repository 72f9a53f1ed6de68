import { createHash } from 'node:crypto';
import type { Viewer } from './viewer.ts';

/**
 * Dialects of other servers' clients. Their libraries break when two consumers share a channel, so each subscription
 * has one of its own: `private-gql-r-<nonce>.<owner>`. The owner's mark says whose it is without a look at the store.
 */
export type PeerDialect = 'graphql-ruby' | 'lighthouse';

const letterOf: Readonly<Record<PeerDialect, string>> = { 'graphql-ruby': 'r', lighthouse: 'l' };

/** A channel that nobody else has. */
export function peerChannel(channel: {
  dialect: PeerDialect;
  encrypted: boolean;
  viewer: Viewer | undefined;
  /** Unique for ever, of letters, digits and hyphens. */
  nonce: string;
}): string {
  const { dialect, encrypted, viewer, nonce } = channel;
  const prefix = encrypted ? 'private-encrypted-' : 'private-';
  return `${prefix}gql-${letterOf[dialect]}-${nonce}.${ownerMark(nonce, viewer)}`;
}

/** A peer's channel taken apart; `undefined` when it is none. */
export function parsePeerChannel(
  channel: string,
): { dialect: PeerDialect; isOf(viewer: Viewer | undefined): boolean } | undefined {
  const [, letter, nonce, mark] =
    /^private-(?:encrypted-)?gql-([a-z])-([\da-zA-Z-]+)\.([\w-]+)$/.exec(channel) ?? [];
  const dialect = (Object.keys(letterOf) as PeerDialect[]).find((each) => letterOf[each] === letter);
  if (!dialect || nonce === undefined) return undefined;
  return { dialect, isOf: (viewer) => ownerMark(nonce, viewer) === mark };
}

function ownerMark(nonce: string, viewer: Viewer | undefined): string {
  return createHash('sha256')
    .update(`${nonce} ${viewer?.id ?? ''}`)
    .digest('base64url')
    .slice(0, 22);
}
