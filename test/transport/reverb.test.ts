import { expect, it, onTestFinished } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { startScriptedPusher } from './support/scripted-pusher.ts';

/** Responses of Laravel Reverb 1.x without connections, as its controllers write them. */
const reverb: Readonly<Record<string, [status: number, body: string]>> = {
  'POST /apps/1/events': [200, '{}'],
  'POST /apps/1/batch_events': [200, '{"batch":{}}'],
  'GET /apps/1/channels': [200, '{"channels":[]}'],
  'GET /apps/1/channels/OTHER': [200, '{"occupied":false}'],
  'GET /apps/1/channels/cache-room': [
    200,
    '{"occupied":true,"subscription_count":1,"cache":{"event":"said","channel":"cache-room","data":"1"}}',
  ],
  'GET /apps/1/channels/presence-room/users': [404, '{}'],
  'POST /apps/1/users/ada/terminate_connections': [200, '{}'],
};

async function startReverb() {
  const { transport, requests } = await startScriptedPusher((response, { method, url }) => {
    const path = `${method} ${url?.split('?')[0]}`;
    const answer = reverb[path] ?? reverb[path.replace(/(?<=\/channels\/)[^/]+$/, 'OTHER')];
    const [status, body] = answer ?? [500, 'not recorded'];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const gateway = createGateway({
    typeDefs: /* GraphQL */ `
      type Query { hello: String }
      type Subscription { said: String @channel(name: "said") }
    `,
    resolvers: { Subscription: { said: { authorize: () => true, resolve: (event: unknown) => event } } },
    rules: { trigger: () => true, inspect: () => true },
    authenticate: () => ({ id: 'ada', claims: {} }),
    store: createSqliteStore(':memory:'),
    transport,
  });
  onTestFinished(() => gateway.dispose());
  async function execute(query: string, extensions?: object) {
    const request = new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, extensions }),
    });
    return (await gateway.fetch(request)).json();
  }
  return { gateway, transport, requests, execute };
}

it('a batch is sent once and returns no counts', async () => {
  const { execute, requests } = await startReverb();
  const event = '{ channel: "room", event: "said", data: 1 }';
  const query = `mutation { triggerBatch(events: [${event}, ${event}]) { channels { name subscriptionCount } } }`;
  expect(await execute(query)).toEqual({
    data: {
      triggerBatch: {
        channels: [
          { name: 'room', subscriptionCount: null },
          { name: 'room', subscriptionCount: null },
        ],
      },
    },
  });
  expect(requests).toEqual(['POST /apps/1/batch_events']);
});

it('results of several events are sent once, and no event becomes a dead letter', async () => {
  const { gateway, requests, execute } = await startReverb();
  await execute('subscription { said }', { pusher: { socketId: '1.2' } });
  const published = await Promise.all(['1', '2', '3'].map((each) => gateway.publish('said', {}, each)));
  expect(published.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
  expect(await gateway.deadLetters()).toEqual([]);
  const sent = requests.length;
  await gateway.sweep();
  expect(requests).toHaveLength(sent);
});

it('a gateway inspects and reconciles an empty server', async () => {
  const { gateway, transport, execute } = await startReverb();
  await execute('subscription { said }', { pusher: { socketId: '1.2' } });
  await gateway.reconcile();
  expect(
    await execute('{ channels { name } channel(name: "presence-room") { occupied userCount } }'),
  ).toEqual({
    data: { channels: [], channel: { occupied: false, userCount: null } },
  });
  expect(await execute('{ presenceMembers(channel: "presence-room") }')).toEqual({
    data: { presenceMembers: [] },
  });
  expect(await transport.channel('cache-room', ['subscriptionCount', 'cache'])).toMatchObject({
    occupied: true,
    subscriptionCount: 1,
    cache: undefined,
  });
  await transport.terminateUserConnections('ada');
});
