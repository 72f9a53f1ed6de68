/** A gateway in a process of its own, on the Pusher that the environment names; prints its address. */

import { waitForShutdownSignal } from '../../../src/cli/terminal/shutdown-signal.ts';
import type { GatewayContext } from '../../../src/index.ts';
import { serve } from '../../../src/serve/index.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { say(text: String!): String! }
  type Subscription { said: String! @channel(name: "room", access: PUBLIC) }
`;
const resolvers = {
  Mutation: {
    async say(_root: unknown, { text }: { text: string }, { publish }: GatewayContext) {
      const { status } = await publish('said', {}, text);
      return status;
    },
  },
};

// The outages that the test makes are no news.
const { url, close } = await serve({ typeDefs, resolvers, onError: () => undefined });
console.log(url);
await waitForShutdownSignal();
await close();
console.log('stopped');
