import type { RateLimits } from '../security/index.ts';
import type { BuiltinCollaborators } from './collaborators.ts';
import type { MutationResolvers, QueryResolvers } from './generated/resolvers.ts';
import { createInspectionResolvers } from './inspect-channels.ts';
import { limitResolvers } from './limit-resolvers.ts';
import { createTopicResolvers } from './reach-topics.ts';
import { createUserResolvers } from './reach-users.ts';
import { createTriggerResolvers } from './trigger-events.ts';

/** Resolvers of every built-in query and mutation. */
export interface BuiltinResolvers {
  readonly Query: Required<QueryResolvers>;
  readonly Mutation: Required<MutationResolvers>;
}

/** The resolvers of `schema/pusher.graphql`; a subscription field has none, since its event is its value. */
export function createBuiltinResolvers(
  collaborators: BuiltinCollaborators,
  consoleResolvers: Pick<Required<QueryResolvers>, 'consoleOverview'>,
  ownFields: ReadonlySet<string>,
  onError: (error: unknown, where: string) => void,
  rateLimits: RateLimits,
): BuiltinResolvers {
  return {
    Query: { ...createInspectionResolvers(collaborators), ...consoleResolvers },
    Mutation: limitResolvers(
      {
        ...createTriggerResolvers(collaborators, onError),
        ...createUserResolvers(collaborators),
        ...createTopicResolvers(collaborators, ownFields),
      },
      rateLimits,
    ),
  };
}
