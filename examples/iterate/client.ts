/** A loop over the results, without a GraphQL library. Leaving the loop ends the subscription. */
import { createClient, isLostResults } from 'graphql-pusher/client';

const client = createClient({ url: process.argv[2] ?? 'http://127.0.0.1:4000/graphql' });

const results = client.iterate<{ said: { text: string } }, unknown, { roomId: string }>({
  query: /* GraphQL */ `
    subscription Said($roomId: ID!) {
      said(roomId: $roomId) {
        text
      }
    }
  `,
  variables: { roomId: 'dogs' },
});

// A rejected subscription throws an array of GraphQL errors. Errors of one result are in `result.errors`.
for await (const result of results) {
  if (isLostResults(result)) console.log('Some messages may be missing here.');
  else console.log(result.errors ?? result.data);
}
