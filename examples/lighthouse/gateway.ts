/** A gateway for pages that use a Lighthouse subscription link. */
import type { GatewayContext, GatewayOptions, Viewer } from 'graphql-pusher';

interface Post {
  id: string;
  title: string;
  authorId: string;
}

// #region gateway
const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { updatePost(id: ID!, title: String!): Post! }
  type Subscription { postUpdated(authorId: ID!): Post! @channel(name: "posts-{authorId}") }
  type Post { id: ID! title: String! }
`;

const resolvers = {
  Mutation: {
    // @broadcast(subscription: "postUpdated")
    async updatePost(_root: unknown, { id, title }: Post, { publish }: GatewayContext) {
      const post = { id, title, authorId: 'ada' };
      await publish('postUpdated', { authorId: post.authorId }, post);
      return post;
    },
  },
  Subscription: {
    postUpdated: {
      // PostUpdatedSubscription::authorize, ::filter, ::resolve
      authorize: ({ authorId }: Post, viewer?: Viewer) => viewer?.id === authorId,
      filter: (post: Post) => post.title !== '',
      resolve: (post: Post) => post,
    },
  },
};

export const options = {
  typeDefs,
  resolvers,
  dialect: 'lighthouse',
} satisfies Partial<GatewayOptions>;
// #endregion gateway
