import { createGraphiQLFetcher, isAsyncIterable } from '@graphiql/toolkit';
import { parse } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { libraryContract } from './support/library-contract.ts';
import { type PlainResult, receivedIn, rejectionOf } from './support/received.ts';
import { said } from './support/world.ts';

/**
 * With every client, GraphiQL's fetcher reports an error twice: it throws it in the iterator, and rejects a promise that
 * it does not handle. Vitest would count the second as a failure.
 */
const vitestListeners = process.listeners('unhandledRejection');
beforeAll(() => {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason, promise) => {
    if (Array.isArray(reason) && reason[0].extensions.code === 'FORBIDDEN') return;
    for (const listener of vitestListeners) listener(reason, promise);
  });
});
afterAll(() => {
  process.removeAllListeners('unhandledRejection');
  for (const listener of vitestListeners) process.on('unhandledRejection', listener);
});

libraryContract("GraphiQL's fetcher", (client) => {
  const fetcher = createGraphiQLFetcher({ url: 'http://unused.test/graphql', fetch, wsClient: client });
  return {
    subscribe: (room, record) => {
      const leaving = new AbortController();
      async function listen(): Promise<void> {
        const results = await fetcher(
          { query: said, variables: { room }, operationName: 'Said' },
          { documentAST: parse(said) },
        );
        if (!isAsyncIterable(results)) throw new Error('The fetcher returned no stream.');
        const iterator = results[Symbol.asyncIterator]();
        leaving.signal.addEventListener('abort', () => void iterator.return?.());
        for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
          record(receivedIn(step.value as PlainResult));
        }
        record('complete');
      }
      listen().catch((error) => record(rejectionOf(error)));
      return () => leaving.abort();
    },
  };
});
