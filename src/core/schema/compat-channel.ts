import { createHash } from 'node:crypto';
import type { CompatDialect, Viewer } from '../ports/index.ts';

const letterOf: Readonly<Record<CompatDialect, string>> = { 'graphql-ruby': 'r', lighthouse: 'l' };

/** A channel that nobody else has. */
export function compatChannel(channel: {
  dialect: CompatDialect;
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
export function parseCompatChannel(
  channel: string,
): { dialect: CompatDialect; isOf(viewer: Viewer | undefined): boolean } | undefined {
  const [, letter, nonce, mark] =
    /^private-(?:encrypted-)?gql-([a-z])-([\da-zA-Z-]+)\.([\w-]+)$/.exec(channel) ?? [];
  const dialect = (Object.keys(letterOf) as CompatDialect[]).find((each) => letterOf[each] === letter);
  if (!dialect || nonce === undefined) return undefined;
  return { dialect, isOf: (viewer) => ownerMark(nonce, viewer) === mark };
}

function ownerMark(nonce: string, viewer: Viewer | undefined): string {
  return createHash('sha256')
    .update(`${nonce} ${viewer?.id ?? ''}`)
    .digest('base64url')
    .slice(0, 22);
}
