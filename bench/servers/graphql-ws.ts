/** graphql-ws on ws, set up as in its guide. */
import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { listen } from './listen.ts';
import { createPubSubSchema } from './pubsub.ts';
import { serveSubject } from './subject.ts';

const { schema, publish, executions } = createPubSubSchema();
const server = createServer((_request, response) => response.writeHead(404).end());
// biome-ignore lint/correctness/useHookAtTopLevel: it is not a React hook.
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
serveSubject(
  { publish, counts: () => ({ executions: executions(), requests: 0 }) },
  { port: await listen(server) },
);
