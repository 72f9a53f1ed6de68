import { expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { readSettings, serve } from '../../src/serve/index.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said: String! @channel(name: "said", access: PUBLIC) }
`;

it('a client reaches the Channels server under PUSHER_PUBLIC_PATH', async () => {
  const variables = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'silent' };
  const settings = readSettings({ ...variables, PUSHER_PUBLIC_PATH: '/app' }, '/dev/null');
  const { gateway, url, close } = await serve({
    typeDefs,
    settings,
  });
  onTestFinished(close);
  const response = await gateway.fetch(
    new Request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ pusher { path } }"}',
    }),
  );
  expect(await response.json()).toEqual({ data: { pusher: { path: '/app' } } });
  const client = createClient({ url: `${url}/graphql` });
  onTestFinished(() => void client.dispose());
  const received = new Promise((resolve, reject) => {
    client.subscribe(
      { query: 'subscription { said }' },
      { next: resolve, error: reject, complete: () => reject(new Error('complete')) },
    );
  });
  await expect
    .poll(() => gateway.publish('said', {}, 'hello').then(() => Promise.race([received, 0])))
    .not.toBe(0);
  expect(await received).toEqual({ data: { said: 'hello' } });
});
