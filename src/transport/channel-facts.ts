import { z } from 'zod';
import type { ChannelAttribute, ChannelFacts } from '../core/index.ts';
import { userIdFault, userIdText } from '../protocol/index.ts';

const wireName: Readonly<Record<ChannelAttribute, string>> = {
  userCount: 'user_count',
  subscriptionCount: 'subscription_count',
  cache: 'cache',
};

/** The parameter that asks for these attributes; none when nothing is asked. */
export function infoParameter(info: readonly ChannelAttribute[] = []): { info?: string } {
  return info.length > 0 ? { info: info.map((each) => wireName[each]).join(',') } : {};
}

/**
 * The entries of a map. PHP writes an empty map as `[]`, a map whose keys are 0, 1, 2, … as a list, and a list with
 * gaps as a map.
 */
function entriesOf<T>(value: z.ZodType<T>) {
  const toEntries = (map: unknown): unknown =>
    map === undefined || map === null ? [] : typeof map === 'object' ? Object.entries(map) : map;
  return z.preprocess(toEntries, z.array(z.tuple([z.string(), value])));
}

/** Absent for `null`, and for what is no count. */
const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .optional()
  .catch(undefined);

const isEmptyList = (given: unknown): boolean => Array.isArray(given) && given.length === 0;

/** Facts of one channel. A server without any may write `null`, or PHP's empty map. */
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

/** Some servers of Pusher's protocol write ids as numbers. */
export const userId = z.unknown().transform((value, context) => {
  const id = userIdText(value);
  if (id === undefined) context.addIssue({ code: 'custom', message: userIdFault(value) });
  return id ?? z.NEVER;
});

const ids = entriesOf(z.object({ id: userId })).transform((users) => users.map(([, { id }]) => id));

/**
 * An answer that has one of these keys, or nothing at all: servers may leave out what is empty. Any other answer, such
 * as an error with the status 200, must not pass for an empty one.
 */
function answerWith(...keys: readonly string[]) {
  return z
    .preprocess((given) => (isEmptyList(given) ? {} : given), z.looseObject({}))
    .refine((given) => Object.keys(given).length === 0 || keys.some((key) => key in given));
}

/** The answers of the HTTP API, by what was asked. */
export const answers = {
  channel: answerWith('occupied', ...Object.values(wireName))
    .transform((answer): unknown => answer)
    .pipe(facts),
  channels: answerWith('channels')
    .transform(({ channels }) => channels)
    .pipe(factsByName),
  /** By the index in the batch. */
  batch: answerWith('batch')
    .transform(({ batch }) => batch)
    .pipe(factsByName),
  members: answerWith('users')
    .transform(({ users }) => users)
    .pipe(ids),
  /** Nothing was asked. */
  none: z.unknown(),
};
