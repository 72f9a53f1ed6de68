/** Channel names, as Pusher and this protocol spell them. */

/** What a subscription field's `@channel(access)` may say. */
export const accesses = ['PRIVATE', 'PUBLIC', 'ENCRYPTED', 'PRESENCE'] as const;
export type Access = (typeof accesses)[number];

/** The prefix that each access gives a topic channel. A cache channel has `cache-` right behind it. */
export const prefixOf: Readonly<Record<Access, string>> = {
  PRIVATE: 'private-',
  PUBLIC: '',
  ENCRYPTED: 'private-encrypted-',
  PRESENCE: 'presence-',
};

/** Characters that Pusher takes in a channel name. `#` is Pusher's own, for server-to-user channels. */
export const channelAlphabet = /^[\w\-=@,.;]+$/;

/** In characters, with the prefix. SDKs let 200 pass; Pusher refuses past 164. */
export const maxChannelLength = 164;

/** Beginnings that decide what a channel is, so no name of a topic may begin with one. */
export const reservedBeginnings = ['private-', 'presence-', 'encrypted-', 'cache-', 'gql-'] as const;

/** A channel name taken apart. */
export interface ChannelName {
  access: Access;
  /** Pusher keeps its last event and sends it first to whoever joins. */
  cache: boolean;
  /** What is left without the prefix: `room-42`. */
  name: string;
}

/** Takes a channel name apart; it need not be one that Pusher would accept. */
export function parseChannel(channel: string): ChannelName {
  // `private-encrypted-` first, since `private-` begins it.
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

/** A channel that needs an `auth` to be joined. */
export function isGuarded(channel: string): boolean {
  return parseChannel(channel).access !== 'PUBLIC';
}

/** The channel that carries the results of the operation with this hash. */
export function operationChannel(hash: string, encrypted: boolean): string {
  return formatChannel({ access: encrypted ? 'ENCRYPTED' : 'PRIVATE', cache: true, name: `gql-${hash}` });
}

/** The operation's hash; `undefined` when the channel is not an operation channel. */
export function operationHashOf(channel: string): string | undefined {
  return /^private-(?:encrypted-)?cache-gql-([\w-]+)$/.exec(channel)?.[1];
}

/** Pusher's form of a connection's id. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value) && value.length <= 64;
}
