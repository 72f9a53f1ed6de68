import { z } from 'zod';
import { GatewayError } from '../core/index.ts';
import type { BuiltinCollaborators } from './collaborators.ts';
import type { MutationResolvers, PublishStatus } from './generated/resolvers.ts';
import { channelNameInput, parseInput, publishInput, socketIdInput, topicInput } from './input/index.ts';
import { permit, requireViewer } from './rules.ts';

const authorizeChannelInput = z.object({ socketId: socketIdInput, channelName: channelNameInput });

const statusOf = { sent: 'SENT', accepted: 'ACCEPTED', refused: 'REFUSED' } satisfies Record<
  string,
  PublishStatus
>;

/** `authorizeChannel`, `publish` and `revoke`. `ownFields`: subscription fields that the gateway alone publishes on. */
export function createTopicResolvers(
  { engine, rules }: BuiltinCollaborators,
  ownFields: ReadonlySet<string>,
) {
  return {
    authorizeChannel(_root, args, { viewer }) {
      const { socketId, channelName } = parseInput(authorizeChannelInput, args);
      return engine().authorizeChannel({ socketId, channel: channelName, viewer });
    },
    async publish(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { field, args: topic, event } = parseInput(publishInput, args);
      await permit(rules, 'publish', { field, args: topic, event }, viewer);
      if (ownFields.has(field)) {
        throw new GatewayError(
          'BAD_USER_INPUT',
          `Subscription.${field} tells what happens on channels: trigger an event there instead.`,
        );
      }
      const published = await engine().publish(field, topic, event);
      return {
        id: published.id,
        status: statusOf[published.status],
        reason: published.status === 'refused' ? published.reason : null,
      };
    },
    async revoke(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { field, args: topic } = parseInput(topicInput, args);
      await permit(rules, 'revoke', { field, args: topic }, viewer);
      await engine().revoke(field, topic);
      return true;
    },
  } satisfies Partial<MutationResolvers>;
}
