import { serve } from 'graphql-pusher/serve';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { say(roomId: ID!, text: String!): Message! }
  type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PUBLIC) }
  type Message { text: String! }
`;

const { url, gateway } = await serve({ typeDefs, resolvers: { Mutation: { say } } });
console.log(`GraphiQL: ${url}/graphql`);

async function say(_root: unknown, { roomId, text }: Record<string, string>) {
  await gateway.publish('said', { roomId }, { text });
  return { text };
}
