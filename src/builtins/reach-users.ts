import { z } from 'zod';
import type { BuiltinCollaborators } from './collaborators.ts';
import type { MutationResolvers } from './generated/resolvers.ts';
import { parseInput, sendToUserInput, socketIdInput, userIdInput } from './input/index.ts';
import { permit, requireViewer } from './rules.ts';
import { signUserIn } from './sign-user-in.ts';

const terminateInput = z.object({ userId: userIdInput });
const authenticateUserInput = z.object({ socketId: socketIdInput });

/** `sendToUser`, `terminateUserConnections` and `authenticateUser`. */
export function createUserResolvers({ transport, rules }: BuiltinCollaborators) {
  return {
    async sendToUser(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { userId, event, data } = parseInput(sendToUserInput, args);
      await permit(rules, 'sendToUser', { userId, event, data: data.value }, viewer);
      await transport.sendToUser(userId, event, data.json);
      return true;
    },
    async terminateUserConnections(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { userId } = parseInput(terminateInput, args);
      await permit(rules, 'terminateUserConnections', { userId }, viewer);
      await transport.terminateUserConnections(userId);
      return true;
    },
    authenticateUser(_root, args, context) {
      const viewer = requireViewer(context.viewer);
      const { socketId } = parseInput(authenticateUserInput, args);
      return signUserIn(transport, socketId, viewer);
    },
  } satisfies Partial<MutationResolvers>;
}
