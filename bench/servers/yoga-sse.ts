/** Server-sent events of GraphQL Yoga, set up as in its guide. */
import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';
import { listen } from './listen.ts';
import { createPubSubSchema } from './pubsub.ts';
import { serveSubject } from './subject.ts';

const { schema, publish, executions } = createPubSubSchema();
const yoga = createYoga({ schema, logging: false });
serveSubject(
  { publish, counts: () => ({ executions: executions(), requests: 0 }) },
  { port: await listen(createServer(yoga)) },
);
