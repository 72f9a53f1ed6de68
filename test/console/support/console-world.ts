import type { ConsoleFrame } from '../../../src/builtins/generated/resolvers.ts';
import { type Client, createClient } from '../../../src/client/index.ts';
import type { GatewayOptions } from '../../../src/index.ts';
import { app, type Stack, startStack, tokenFor } from '../../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}")
    priceChanged(symbol: ID!): Price! @channel(name: "price-{symbol}")
  }
  type Message { id: ID! text: String! author: String }
  type Price { symbol: ID! cents: Int! }
`;

/** The console's subscription, with all fields of a frame. */
export const framesQuery = /* GraphQL */ `
  subscription {
    console {
      instance at milliseconds events executions messages deliveries connections latencies omitted changed
      log { id at kind field topic text results milliseconds }
      operations { id executions lastResult lastAt }
    }
  }
`;

/** A gateway whose console only Ada may see. */
export interface ConsoleWorld extends Stack {
  readonly token: string;
  /** Creates a client with this token. `close()` disposes of it. */
  clientOf(token: string): Client;
  /** Subscribes to frames as Ada's console does. */
  watch(): Promise<AsyncIterableIterator<ConsoleFrame>>;
  /** Subscribes as another user. Resolves when the subscription is ready. */
  subscribe(query: string): Promise<void>;
}

export async function startConsoleWorld(options: Partial<GatewayOptions> = {}): Promise<ConsoleWorld> {
  const stack = await startStack(
    {
      typeDefs,
      rules: {
        console: (_question, { id }) => id === 'ada',
        publish: (_question, { id }) => id === 'ada',
        trigger: ({ channels }) => channels.every((each) => !each.includes('secret')),
      },
      ...options,
    } as Parameters<typeof startStack>[0],
    { http: true },
  );
  const adaToken = await tokenFor('ada');
  const clients: Client[] = [];

  function clientOf(token: string): Client {
    const client = createClient({
      url: `${stack.url}/graphql`,
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    clients.push(client);
    return client;
  }

  return {
    ...stack,
    token: adaToken,
    clientOf,
    async watch() {
      const results = clientOf(adaToken).iterate<{ console: ConsoleFrame }>({ query: framesQuery });
      const frames = (async function* () {
        for await (const { data, errors } of results) {
          if (!data) throw new Error(JSON.stringify(errors));
          yield data.console;
        }
      })();
      return frames;
    },
    async subscribe(query) {
      const client = clientOf(await tokenFor('bob'));
      await new Promise<void>((resolve, reject) => {
        client.subscribe(
          { query },
          { next: () => undefined, error: reject, complete: () => undefined, ready: resolve },
        );
      });
    },
    async close() {
      await Promise.all(clients.map((client) => client.dispose()));
      await stack.close();
    },
  };
}

export { app };
