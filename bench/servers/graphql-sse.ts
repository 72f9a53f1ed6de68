/** graphql-sse in distinct connections mode, set up as in its guide. */
import { createServer } from 'node:http';
import { createHandler } from 'graphql-sse/lib/use/http';
import { listen } from './listen.ts';
import { createPubSubSchema } from './pubsub.ts';
import { serveSubject } from './subject.ts';

const { schema, publish, executions } = createPubSubSchema();
const handler = createHandler({ schema });
const server = createServer((request, response) => {
  handler(request, response).catch(() => response.writeHead(500).end());
});
serveSubject(
  { publish, counts: () => ({ executions: executions(), requests: 0 }) },
  { port: await listen(server) },
);
