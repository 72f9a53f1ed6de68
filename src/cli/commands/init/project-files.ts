import { ownPackage, ownSpecifier } from '../../terminal/index.ts';

/** The files of a new project, by relative path. `isModule`: Node runs its `.ts` files as ES modules. */
export function projectFiles(name: string, isModule: boolean): Record<string, string> {
  const { peerDependencies } = ownPackage();
  const resolversFile = isModule ? 'resolvers.ts' : 'resolvers.mts';
  const manifest = {
    name:
      name
        .toLowerCase()
        .replaceAll(/[^a-z\d._-]+/g, '-')
        .replace(/^[._-]+/, '') || 'my-gateway',
    private: true,
    type: 'module',
    engines: { node: '>=22.18' },
    scripts: { dev: 'graphql-pusher dev', start: 'graphql-pusher start', doctor: 'graphql-pusher doctor' },
    dependencies: {
      graphql: peerDependencies.graphql,
      'graphql-pusher': ownSpecifier(),
      'pusher-js': peerDependencies['pusher-js'],
    },
  };
  return {
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'schema/schema.graphql': schema,
    [resolversFile]: resolvers,
    'said.graphql': operation,
    '.env.example': environment,
    '.gitignore': '.data\n.env\nnode_modules\n',
    'README.md': readme.replaceAll('resolvers.ts', resolversFile),
  };
}

const schema = `type Query {
  hello: String!
}

type Mutation {
  say(roomId: ID!, text: String!): Message!
}

type Subscription {
  said(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PUBLIC)
}

type Message {
  text: String!
}
`;

const resolvers = `import type { GatewayContext } from 'graphql-pusher';

interface Say {
  roomId: string;
  text: string;
}

export const resolvers = {
  Query: {
    hello: () => 'Hello!',
  },
  Mutation: {
    async say(_root: unknown, { roomId, text }: Say, context: GatewayContext) {
      await context.publish('said', { roomId }, { text });
      return { text };
    },
  },
  Subscription: {
    said: {
      // Decides whether a viewer may subscribe. With access: PUBLIC, a request may have no viewer.
      authorize: () => true,
    },
  },
};
`;

const operation = `subscription Said($roomId: ID!) {
  said(roomId: $roomId) {
    text
  }
}
`;

const environment = `# Copy this file to .env and change what you need. Every setting has a default.
PORT=4000
CHANNELS_PORT=6001
STORE=sqlite:.data/gateway.db

# The secret that signs tokens. Default: generated once and stored in .data.
JWT_SECRET=

# Hosted Pusher. Default: the embedded Channels server.
PUSHER_APP_ID=
PUSHER_APP_KEY=
PUSHER_APP_SECRET=
PUSHER_CLUSTER=
`;

const readme = `# A GraphQL gateway over Pusher

\`\`\`sh
npm install
npm run dev
\`\`\`

Open GraphiQL at the printed address, and run

\`\`\`graphql
subscription { said(roomId: "dogs") { text } }
mutation { say(roomId: "dogs", text: "woof") { text } }
\`\`\`

Or run, in two terminals:

\`\`\`sh
npx graphql-pusher tail said.graphql --var roomId=dogs
npx graphql-pusher publish said --arg roomId=dogs '{"text":"woof"}'
\`\`\`

Subscriptions continue when you change \`schema/schema.graphql\` or \`resolvers.ts\`. \`npm start\` serves the project in
production, and \`npm run doctor\` finds problems in the settings. [.env.example](.env.example) lists the settings.
`;
