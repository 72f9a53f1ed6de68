import type { GraphQLResolveInfo } from 'graphql';
import type { ChannelAttribute } from '../core/index.ts';
import type { ChannelAttribute as AttributeName } from './generated/resolvers.ts';
import { selectsField } from './selects-field.ts';

const attributeOf: Readonly<Record<AttributeName, ChannelAttribute>> = {
  USER_COUNT: 'userCount',
  SUBSCRIPTION_COUNT: 'subscriptionCount',
};

/**
 * What Pusher is to be asked: what the argument `info` says or else what the document selects, since Pusher counts
 * nothing unasked. One that does not apply is an error for Pusher, so nobody is made to ask it by selecting it.
 */
export function askedAttributes(
  info: readonly AttributeName[] | undefined,
  resolveInfo: GraphQLResolveInfo,
  applies: (attribute: ChannelAttribute) => boolean,
): ChannelAttribute[] {
  if (info) return [...new Set(info.map((each) => attributeOf[each]))];
  return (['userCount', 'subscriptionCount', 'cache'] as const).filter(
    (each) => applies(each) && selectsField(resolveInfo, each),
  );
}
