import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { app, startStack, tokenFor } from '../support/stack.ts';

const require = createRequire(import.meta.url);

/** Replaces React Native's network state, which exists on phones only. */
const netInfo = {
  fetch: async () => ({ type: 'wifi', isConnected: true }),
  addEventListener: () => () => undefined,
};

/** Loads a build. Builds for other environments than Node receive the globals and modules of their environment. */
async function load(file: string): Promise<typeof Pusher> {
  if (file.includes('/node/')) return require(file);
  const module = { exports: {} as { default?: typeof Pusher } };
  const text = await readFile(require.resolve(`${file}.js`), 'utf8');
  const requireNetInfo = (name: string): unknown => {
    expect(name).toBe('@react-native-community/netinfo');
    return netInfo;
  };
  new Function('module', 'exports', 'require', 'self', text)(
    module,
    module.exports,
    requireNetInfo,
    globalThis,
  );
  const build = module.exports.default ?? module.exports;
  return ('Pusher' in build ? build.Pusher : build) as typeof Pusher;
}

describe.each([
  'pusher-js/dist/node/pusher',
  'pusher-js/dist/worker/pusher.worker',
  'pusher-js/dist/worker/pusher-with-encryption.worker',
  'pusher-js/dist/react-native/pusher',
  'pusher-js-7/dist/node/pusher',
])('%s', (file) => {
  it('delivers a subscription, and joins a presence channel that the gateway authorizes', async () => {
    const stack = await startStack(
      {
        typeDefs: /* GraphQL */ `
          type Query { hello: String }
          type Subscription {
            said(room: ID!): String @channel(name: "room-{room}")
            here(room: ID!): String @channel(name: "here-{room}", access: PRESENCE)
          }
        `,
        resolvers: {
          Subscription: {
            said: { authorize: () => true, resolve: (event: unknown) => event },
            here: { authorize: () => true, resolve: (event: unknown) => event },
          },
        },
      },
      { http: true },
    );
    onTestFinished(() => stack.close());
    const token = await tokenFor('ada');
    const headers = { authorization: `Bearer ${token}` };
    const Build = await load(file);
    const pusher = new Build(app.key, {
      cluster: 'mt1',
      wsHost: '127.0.0.1',
      wsPort: stack.port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: {
        transport: 'ajax',
        endpoint: '',
        async customHandler({ socketId, channelName }, callback) {
          const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName });
          const response = await fetch(`${stack.url}/pusher/auth`, { method: 'POST', headers, body });
          callback(null, await response.json());
        },
      },
    });
    onTestFinished(() => pusher.disconnect());
    const members = new Promise<{ count: number; me: { id: string } }>((resolve, reject) => {
      const channel = pusher.subscribe('presence-here-a');
      channel.bind('pusher:subscription_succeeded', resolve);
      channel.bind('pusher:subscription_error', (error: unknown) => reject(new Error(JSON.stringify(error))));
    });
    expect(await members).toMatchObject({ count: 1, me: { id: 'ada' } });

    const client = createClient({ url: `${stack.url}/graphql`, headers, pusher });
    onTestFinished(() => client.dispose());
    const results = await new Promise((resolve, reject) => {
      const received: unknown[] = [];
      client.subscribe(
        { query: 'subscription { said(room: "a") }' },
        {
          next: ({ data }) => received.push(data) === 3 && resolve(received),
          error: reject,
          complete: () => undefined,
          ready: () => {
            for (const each of ['1', '2', '3'])
              stack.gateway.publish('said', { room: 'a' }, each).catch(reject);
          },
        },
      );
    });
    expect(results).toEqual([{ said: '1' }, { said: '2' }, { said: '3' }]);
  });
});
