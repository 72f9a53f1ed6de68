/** Encrypts results, so that Pusher cannot read them. */
import type { Viewer } from 'graphql-pusher';

// #region schema
export const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Subscription { diagnosed(patientId: ID!): Note! @channel(name: "patient-{patientId}", access: ENCRYPTED) }
  type Note { text: String! }
`;
// #endregion schema

export const resolvers = {
  Subscription: {
    diagnosed: { authorize: (_args: unknown, viewer?: Viewer) => viewer?.claims.role === 'doctor' },
  },
};
