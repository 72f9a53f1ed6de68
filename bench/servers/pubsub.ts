import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { createPubSub } from 'graphql-yoga';
import { channelTypeDefs } from '../../src/core/index.ts';
import { type ChatMessage, roomId, typeDefs } from './chat.ts';

/** Creates the same schema with an in-process pub/sub, as in the guides of graphql-ws, graphql-sse and Yoga. */
export function createPubSubSchema(): {
  schema: GraphQLSchema;
  publish(message: ChatMessage): void;
  executions(): number;
} {
  const pubSub = createPubSub<{ messageAdded: [roomId: string, message: ChatMessage] }>();
  let executions = 0;
  const schema = makeExecutableSchema({
    typeDefs: [typeDefs, channelTypeDefs],
    resolvers: {
      Subscription: {
        messageAdded: {
          subscribe: (_root: unknown, args: { roomId: string }) =>
            pubSub.subscribe('messageAdded', args.roomId),
          resolve: (message: ChatMessage) => {
            executions++;
            return message;
          },
        },
      },
    },
  });
  return {
    schema,
    publish: (message) => pubSub.publish('messageAdded', roomId, message),
    executions: () => executions,
  };
}
