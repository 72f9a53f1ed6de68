import { makeExecutableSchema } from '@graphql-tools/schema';
import { execute, parse } from 'graphql';
import { channelTypeDefs, type Store, type Transport } from '../../src/core/index.ts';
import { operationEvent } from '../../src/protocol/index.ts';
import { type ChatMessage, roomId, typeDefs } from './chat.ts';
import type { Subject } from './subject.ts';

/**
 * The algorithm of graphql-ruby Pro and Lighthouse: execute and trigger for each subscriber, sequentially. It uses our
 * components, so that only the algorithm differs: the same registrations, the same transport, documents parsed once.
 */
export function createPeers(
  store: Store,
  transport: Transport,
  counts: { executions: number; requests: number },
): Subject {
  const schema = makeExecutableSchema({
    typeDefs: [typeDefs, channelTypeDefs],
    resolvers: { Subscription: { messageAdded: { resolve: (message: ChatMessage) => message } } },
  });
  const documents = new Map<string, ReturnType<typeof parse>>();
  return {
    async publish(message) {
      for (const { operation, channels } of await store.registrations.byTopic(
        `messageAdded:room-${roomId}`,
      )) {
        const document = documents.get(operation.document) ?? parse(operation.document);
        documents.set(operation.document, document);
        for (const { channel } of channels) {
          counts.executions++;
          const result = await execute({
            schema,
            document,
            rootValue: message,
            variableValues: operation.variables,
          });
          await transport.send([{ channel, event: operationEvent.result, json: JSON.stringify({ result }) }]);
        }
      }
    },
  };
}
