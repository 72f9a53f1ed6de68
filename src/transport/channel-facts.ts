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

const facts = z
  .object({
    occupied: z.boolean().default(false),
    user_count: z.number().optional(),
    subscription_count: z.number().optional(),
    cache: z.object({ data: z.string(), ttl: z.number() }).nullish(),
  })
  .transform(({ occupied, user_count, subscription_count, cache }): ChannelFacts & { occupied: boolean } => ({
    occupied,
    userCount: user_count,
    subscriptionCount: subscription_count,
    cache: cache ?? undefined,
  }));

const byName = z.record(z.string(), facts).transform((channels) => new Map(Object.entries(channels)));

/** Some servers of Pusher's protocol write ids as numbers. */
export const userId = z.unknown().transform((value, context) => {
  const id = userIdText(value);
  if (id === undefined) context.addIssue({ code: 'custom', message: userIdFault(value) });
  return id ?? z.NEVER;
});

/** What the HTTP API answers, by the question. */
export const answers = {
  channel: facts,
  // A server without a single channel may leave the key out.
  channels: z.object({ channels: byName.default(() => new Map()) }).transform(({ channels }) => channels),
  batch: z.object({ batch: z.array(facts).default([]) }).transform(({ batch }) => batch),
  members: z
    .object({ users: z.array(z.object({ id: userId })).default([]) })
    .transform(({ users }) => users.map(({ id }) => id)),
};
