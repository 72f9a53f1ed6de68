/** Channel names of Pusher and of this protocol. */

/** Values of `@channel(access)`. */
export const accesses = ['PRIVATE', 'PUBLIC', 'ENCRYPTED', 'PRESENCE'] as const;
export type Access = (typeof accesses)[number];

/** The prefix of a topic channel for each access. In a cache channel, `cache-` follows the prefix. */
export const prefixOf: Readonly<Record<Access, string>> = {
  PRIVATE: 'private-',
  PUBLIC: '',
  ENCRYPTED: 'private-encrypted-',
  PRESENCE: 'presence-',
};

/** Characters that Pusher allows in a channel name. Pusher itself also uses `#`, for server-to-user channels. */
export const channelAlphabet = /^[\w\-=@,.;]+$/;

/** Prefixes that determine the type of a channel. No topic name may start with one. */
export const reservedBeginnings = ['private-', 'presence-', 'encrypted-', 'cache-', 'gql-'] as const;

/** The parts of a channel name. */
export interface ChannelName {
  access: Access;
  /** Pusher caches the last event and sends it to each new subscriber. */
  cache: boolean;
  /** The name without its prefixes: `room-42`. */
  name: string;
}

/** Splits a channel name into its parts. Does not check that Pusher would accept it. */
export function parseChannel(channel: string): ChannelName {
  // `private-encrypted-` comes first, because it starts with `private-`.
  const access =
    (['ENCRYPTED', 'PRIVATE', 'PRESENCE'] as const).find((each) => channel.startsWith(prefixOf[each])) ??
    'PUBLIC';
  const rest = channel.slice(prefixOf[access].length);
  const cache = rest.startsWith('cache-');
  return { access, cache, name: cache ? rest.slice('cache-'.length) : rest };
}

/** The inverse of {@link parseChannel}. */
export function formatChannel({ access, cache, name }: ChannelName): string {
  return `${prefixOf[access]}${cache ? 'cache-' : ''}${name}`;
}

/** Returns whether subscribing to a channel requires authorization. */
export function isGuarded(channel: string): boolean {
  return parseChannel(channel).access !== 'PUBLIC';
}

/** Returns the operation channel for the hash of an operation. */
export function operationChannel(hash: string, encrypted: boolean): string {
  return formatChannel({ access: encrypted ? 'ENCRYPTED' : 'PRIVATE', cache: true, name: `gql-${hash}` });
}

/** Returns the hash of an operation channel, `undefined` for other channels. */
export function operationHashOf(channel: string): string | undefined {
  return /^private-(?:encrypted-)?cache-gql-([\w-]+)$/.exec(channel)?.[1];
}

/** Returns whether a value has the form of a Pusher socket id, `1234.5678`. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value) && value.length <= 64;
}
