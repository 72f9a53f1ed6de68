import { z } from 'zod';
import type { ChannelAttribute, ChannelFacts } from '../core/index.ts';
import { userIdFault, userIdText } from '../protocol/index.ts';

const wireName: Readonly<Record<ChannelAttribute, string>> = {
  userCount: 'user_count',
  subscriptionCount: 'subscription_count',
  cache: 'cache',
};

/** Returns the `info` parameter for these attributes, or an empty object without attributes. */
export function infoParameter(info: readonly ChannelAttribute[] = []): { info?: string } {
  return info.length > 0 ? { info: info.map((each) => wireName[each]).join(',') } : {};
}

/**
 * Parses a map into its entries. PHP serializes an empty map as `[]`, a map with the keys 0, 1, 2, … as a list, and a
 * list with gaps as a map.
 */
function entriesOf<T>(value: z.ZodType<T>) {
  const toEntries = (map: unknown): unknown =>
    map === undefined || map === null ? [] : typeof map === 'object' ? Object.entries(map) : map;
  return z.preprocess(toEntries, z.array(z.tuple([z.string(), value])));
}

/** `undefined` for `null` and for anything else that is not a count. */
const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .optional()
  .catch(undefined);

const isEmptyList = (given: unknown): boolean => Array.isArray(given) && given.length === 0;

/** Attributes of one channel. A server without any may send `null`, or PHP's empty map. */
const facts = z
  .preprocess(
    (given) => (given === null || isEmptyList(given) ? {} : given),
    z.object({
      occupied: z.union([z.boolean(), z.literal([0, 1]).transform(Boolean)]).nullish(),
      user_count: count,
      subscription_count: count,
      cache: z.object({ data: z.string(), ttl: z.number() }).optional().catch(undefined),
    }),
  )
  .transform(({ occupied, user_count, subscription_count, cache }) => ({
    occupied: occupied ?? (user_count ?? 0) + (subscription_count ?? 0) > 0,
    userCount: user_count,
    subscriptionCount: subscription_count,
    cache,
  }));

const factsByName = entriesOf(facts).transform((entries) => new Map<string, ChannelFacts>(entries));

/** Some Pusher-compatible servers send ids as numbers. */
export const userId = z.unknown().transform((value, context) => {
  const id = userIdText(value);
  if (id === undefined) context.addIssue({ code: 'custom', message: userIdFault(value) });
  return id ?? z.NEVER;
});

const ids = entriesOf(z.object({ id: userId })).transform((users) => users.map(([, { id }]) => id));

/**
 * Accepts a response with one of these keys, or an empty one: servers may omit what is empty. Rejects any other response,
 * such as an error with status 200, so that it does not count as empty.
 */
function responseWith(...keys: readonly string[]) {
  return z
    .preprocess((given) => (isEmptyList(given) ? {} : given), z.looseObject({}))
    .refine((given) => Object.keys(given).length === 0 || keys.some((key) => key in given));
}

/** Schemas of the responses of the HTTP API. */
export const responseSchemas = {
  channel: responseWith('occupied', ...Object.values(wireName))
    .transform((response): unknown => response)
    .pipe(facts),
  channels: responseWith('channels')
    .transform(({ channels }) => channels)
    .pipe(factsByName),
  /** By index in the batch. */
  batch: responseWith('batch')
    .transform(({ batch }) => batch)
    .pipe(factsByName),
  members: responseWith('users')
    .transform(({ users }) => users)
    .pipe(ids),
  /** For requests whose response body does not matter. */
  none: z.unknown(),
};
