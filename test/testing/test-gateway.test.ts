import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolvers, typeDefs } from '../../examples/testing/chat-gateway.ts';
import { createTestGateway, type TestGateway } from '../../src/testing/index.ts';
import { root } from '../support/child-process.ts';

const said = 'subscription ($roomId: ID!) { said(roomId: $roomId) { text author } }';
const say = 'mutation ($roomId: ID!, $text: String!) { say(roomId: $roomId, text: $text) { text } }';

describe('createTestGateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway({ typeDefs, resolvers });
  });
  afterAll(() => gateway.close());

  it('delivers every event published after the subscription, in order', async () => {
    const results = await gateway.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' });
    await gateway.request(say, { roomId: 'dogs', text: 'woof' }, await gateway.token({ sub: 'bob' }));
    await gateway.publish('said', { roomId: 'dogs' }, { text: 'wau', author: 'eve' });
    expect((await results.next()).value).toEqual({ data: { said: { text: 'woof', author: 'bob' } } });
    expect((await results.next()).value).toEqual({ data: { said: { text: 'wau', author: 'eve' } } });
    await results.return?.();
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it('rejects with the reason when the gateway rejects a subscription', async () => {
    const refused = gateway.subscribe(said, { roomId: 'secret' }, { sub: 'ada' });
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const anonymous = gateway.subscribe(said, { roomId: 'dogs' });
    await expect(anonymous).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    const admin = await gateway.subscribe(said, { roomId: 'secret' }, { sub: 'eve', role: 'admin' });
    await admin.return?.();
  });

  it('rejects a query that is passed to subscribe()', async () => {
    const query = gateway.subscribe('{ hello }', {}, { sub: 'ada' });
    await expect(query).rejects.toThrow('Use request() for queries and mutations.');
  });

  it('ends subscriptions when it closes, and rejects later calls', async () => {
    const closing = await createTestGateway({ typeDefs, resolvers });
    const results = await closing.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' });
    const next = results.next();
    await closing.close();
    await closing.close();
    expect(await next).toEqual({ done: true, value: undefined });
    const closed = 'This test gateway is closed. Create another with createTestGateway().';
    await expect(closing.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' })).rejects.toThrow(closed);
    await expect(closing.request('{ hello }')).rejects.toThrow(closed);
    expect(() => closing.client()).toThrow(closed);
  });

  it('creates clients that work as in an application', async () => {
    const results = gateway.client({ sub: 'ada' }).iterate({ query: said, variables: { roomId: 'cats' } });
    const first = results.next();
    const hasResult = first.then(() => true);
    const publishUntilReceived = async (): Promise<boolean> => {
      await gateway.publish('said', { roomId: 'cats' }, { text: 'meow', author: 'eve' });
      return Promise.race([hasResult, false]);
    };
    await expect.poll(publishUntilReceived, { timeout: 10_000 }).toBe(true);
    expect((await first).value).toEqual({ data: { said: { text: 'meow', author: 'eve' } } });
    await results.return?.();
  });

  it('rejects an invalid schema with the reason, and leaves nothing running', async () => {
    const broken = createTestGateway({ typeDefs: 'type Query { a: Int } type Subscription { b: Int }' });
    await expect(broken).rejects.toThrow('Subscription.b: has no @channel');
  });

  it('works with node:test as in the example', async () => {
    const file = join(root, 'examples/testing/node-test.ts');
    const args = ['--conditions=graphql-pusher-source', '--test-reporter=tap', '--test', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toContain('# pass 1');
  });
});
