import { type AnyTopics, createGateway, type Gateway, type GatewayOptions } from '../../../src/index.ts';

/** A gateway of rooms, for tests in which several gateways share a store. */
export function createRoomGateway({
  lease,
  onEvent,
  ...options
}: Pick<GatewayOptions, 'store' | 'transport' | 'onError' | 'maxSubscriptionAge'> & {
  /** In ms. */
  readonly lease?: number;
  /** Called when the execution for an event begins, which waits for it. */
  readonly onEvent?: (text: string) => Promise<void> | void;
}): Gateway<AnyTopics> {
  const gateway = createGateway({
    typeDefs: /* GraphQL */ `
      type Query { hello: String }
      type Mutation { say(room: ID!, text: String!): String! }
      type Subscription { said(room: ID!): String @channel(name: "room-{room}") }
    `,
    resolvers: {
      Mutation: {
        say: async (_root: unknown, { room, text }: { room: string; text: string }) =>
          (await gateway.publish('said', { room }, text)).status,
      },
      Subscription: {
        said: {
          resolve: async (text: string) => {
            await onEvent?.(text);
            return text;
          },
        },
      },
    },
    authenticate: () => ({ id: 'ada', claims: {} }),
    executionTimeout: 60_000,
    ...(lease === undefined ? {} : { lifetimes: { lease } }),
    ...options,
  });
  return gateway;
}
