import { z } from 'zod';
import type { ChannelAttribute } from '../core/index.ts';
import { parseChannel } from '../protocol/index.ts';
import { askedAttributes } from './asked-attributes.ts';
import { countsOf } from './channel-counts.ts';
import type { BuiltinCollaborators } from './collaborators.ts';
import type { QueryResolvers } from './generated/resolvers.ts';
import {
  channelNameInput,
  channelsInput,
  isPresence,
  jsonOrText,
  parseInput,
  presenceChannelInput,
} from './input/index.ts';
import { permit, requireViewer } from './rules.ts';

const channelInput = z.object({ name: channelNameInput });
const membersInput = z.object({ channel: presenceChannelInput });

/** `pusher`, `channels`, `channel` and `presenceMembers`. */
export function createInspectionResolvers({ transport, rules }: BuiltinCollaborators) {
  return {
    pusher: (_root, _args, { request }) => {
      const { cluster, host } = transport.connection;
      const reached = cluster || host || !request ? host : new URL(request.url).hostname;
      return { ...transport.connection, host: reached ?? null };
    },
    async channels(_root, args, context, info) {
      const viewer = requireViewer(context.viewer);
      const input = parseInput(channelsInput, args);
      const { filterByPrefix } = input;
      await permit(rules, 'inspect', { operation: 'channels', filterByPrefix }, viewer);
      const applies = (attribute: ChannelAttribute): boolean =>
        attribute === 'subscriptionCount' || (attribute === 'userCount' && isPresence(filterByPrefix));
      const found = await transport.channels(filterByPrefix, askedAttributes(input.info, info, applies));
      return [...found].map(([name, facts]) => countsOf(name, facts));
    },
    async channel(_root, args, context, info) {
      const viewer = requireViewer(context.viewer);
      const { name } = parseInput(channelInput, args);
      await permit(rules, 'inspect', { operation: 'channel', channel: name }, viewer);
      const { cache: isCache } = parseChannel(name);
      const applies = (attribute: ChannelAttribute): boolean =>
        attribute === 'cache' ? isCache : attribute !== 'userCount' || isPresence(name);
      const { occupied, cache, ...counts } = await transport.channel(
        name,
        askedAttributes(undefined, info, applies),
      );
      return {
        ...countsOf(name, counts),
        occupied,
        cache: cache ? { data: jsonOrText(cache.data), ttl: cache.ttl } : null,
      };
    },
    async presenceMembers(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { channel } = parseInput(membersInput, args);
      await permit(rules, 'inspect', { operation: 'presenceMembers', channel }, viewer);
      return transport.members(channel);
    },
  } satisfies QueryResolvers;
}
