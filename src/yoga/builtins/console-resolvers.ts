import { GatewayError } from '../../core/index.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { permit, requireViewer } from '../rules.ts';
import type { BuiltinCollaborators } from './collaborators.ts';

/** `consoleOverview`. */
export function createConsoleResolvers({ rules, console }: BuiltinCollaborators) {
  return {
    async consoleOverview(_root, _args, context) {
      await permit(rules, 'console', { operation: 'overview' }, requireViewer(context.viewer));
      if (!console) throw new GatewayError('FORBIDDEN', 'This gateway has no console.');
      return console.overview();
    },
  } satisfies QueryResolvers;
}
