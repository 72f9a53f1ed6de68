// A program that uses the published package. test/package/package.test.ts runs it in a separate project.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { version } from 'graphql';
import { createGateway, createPusherTransport } from 'graphql-pusher';
import { createChannelsServer } from 'graphql-pusher/channels';
import { createClient } from 'graphql-pusher/client';
import { createSqliteStore } from 'graphql-pusher/sqlite';

const app = { id: '1', key: 'key', secret: 'secret' };
const channels = createChannelsServer({ apps: [app] });
const { host, port } = await channels.listen();
const gateway = createGateway({
  typeDefs: /* GraphQL */ `
    type Query { hello: String }
    type Subscription { said(room: ID!, loud: Boolean! = false): String! @channel(name: "room-{room}", access: PUBLIC) }
  `,
  resolvers: {
    Subscription: { said: { resolve: (event, { loud }) => (loud ? event.toUpperCase() : event) } },
  },
  store: createSqliteStore(':memory:'),
  transport: createPusherTransport({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port,
    useTLS: false,
  }),
});
const server = createServer(gateway.handle).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/graphql`;
const client = createClient({ url });
const result = await new Promise((resolve, reject) => {
  client.subscribe(
    {
      query: 'subscription ($room: ID!, $loud: Boolean!) { said(room: $room, loud: $loud) }',
      variables: { room: 'a', loud: true },
    },
    {
      next: resolve,
      error: reject,
      complete: () => undefined,
      ready: () => void gateway.publish('said', { room: 'a' }, 'hello').catch(reject),
    },
  );
});
console.log(JSON.stringify({ graphql: version, result }));
await client.dispose();
server.close();
await gateway.dispose();
await channels.close();
process.exit(0);
