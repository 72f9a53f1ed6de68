/** GraphiQL: pass the client to its fetcher as `wsClient`. In a page: `<GraphiQL fetcher={fetcher} />`. */
import { createGraphiQLFetcher, isAsyncIterable } from '@graphiql/toolkit';
import { parse } from 'graphql';
import { createClient } from 'graphql-pusher/client';

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
const fetcher = createGraphiQLFetcher({ url, fetch, wsClient: createClient({ url }) });

// GraphiQL makes this call when you run an operation.
const query = /* GraphQL */ `
  subscription Said($roomId: ID!) {
    said(roomId: $roomId) {
      text
    }
  }
`;
const params = { query, variables: { roomId: 'dogs' }, operationName: 'Said' };
const results = await fetcher(params, { documentAST: parse(query) });
if (!isAsyncIterable(results))
  throw new Error('The fetcher returned no stream. Is the operation a subscription?');
for await (const result of results) console.log(result);
