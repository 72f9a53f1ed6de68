// Uses the test gateway, the typed config and the command line of the published package.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { defineConfig } from 'graphql-pusher/config';
import { createTestGateway } from 'graphql-pusher/testing';

const { resolvers } = defineConfig({
  resolvers: { Subscription: { said: { authorize: (_args, viewer) => viewer?.id === 'ada' } } },
});
const gateway = await createTestGateway({
  typeDefs: /* GraphQL */ `
    type Query { hello: String }
    type Subscription { said(room: ID!): String! @channel(name: "room-{room}") }
  `,
  resolvers,
});
const results = await gateway.subscribe('subscription { said(room: "a") }', {}, { sub: 'ada' });
await gateway.publish('said', { room: 'a' }, 'hello');
const { value: result } = await results.next();
await gateway.close();

const bin = 'node_modules/.bin/graphql-pusher';
execFileSync(bin, ['init', 'made']);
const env = { ...process.env, PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' };
const dev = spawn(bin, ['dev', 'made', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  for await (const line of createInterface({ input: dev.stdout })) {
    const { event, graphql } = JSON.parse(line);
    // Printed only if loading takes long, as on a busy machine.
    if (event === 'loading') continue;
    if (event !== 'serving') throw new Error(line);
    const response = await fetch(`${graphql}?query={hello}`, { headers: { accept: 'application/json' } });
    console.log(JSON.stringify({ result, dev: await response.json() }));
    dev.kill();
  }
} finally {
  // It inherits stderr, which the test waits for.
  dev.kill();
}
