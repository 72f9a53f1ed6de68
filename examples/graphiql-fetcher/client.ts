/** GraphiQL: its fetcher takes the client as it is. In a page: `<GraphiQL fetcher={fetcher} />`. */
import { createGraphiQLFetcher, isAsyncIterable } from '@graphiql/toolkit';
import { parse } from 'graphql';
import { createClient } from 'graphql-pusher/client';

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
const fetcher = createGraphiQLFetcher({ url, fetch, wsClient: createClient({ url }) });

// What GraphiQL does when you press its button.
const query = /* GraphQL */ `
  subscription Said($roomId: ID!) {
    said(roomId: $roomId) {
      text
    }
  }
`;
const params = { query, variables: { roomId: 'dogs' }, operationName: 'Said' };
const results = await fetcher(params, { documentAST: parse(query) });
if (!isAsyncIterable(results)) throw new Error('The fetcher gave no stream.');
for await (const result of results) console.log(result);
