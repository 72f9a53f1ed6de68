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

  it('gives who subscribed all that is published from then on, in order', async () => {
    const heard = await gateway.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' });
    await gateway.request(say, { roomId: 'dogs', text: 'woof' }, await gateway.token({ sub: 'bob' }));
    await gateway.publish('said', { roomId: 'dogs' }, { text: 'wau', author: 'eve' });
    expect((await heard.next()).value).toEqual({ data: { said: { text: 'woof', author: 'bob' } } });
    expect((await heard.next()).value).toEqual({ data: { said: { text: 'wau', author: 'eve' } } });
    await heard.return?.();
    expect(await heard.next()).toEqual({ done: true, value: undefined });
  });

  it('rejects with the reason when the gateway refuses', async () => {
    const refused = gateway.subscribe(said, { roomId: 'secret' }, { sub: 'ada' });
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const nobody = gateway.subscribe(said, { roomId: 'dogs' });
    await expect(nobody).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    const admin = await gateway.subscribe(said, { roomId: 'secret' }, { sub: 'eve', role: 'admin' });
    await admin.return?.();
  });

  it('has clients as an application has them', async () => {
    const results = gateway.client({ sub: 'ada' }).iterate({ query: said, variables: { roomId: 'cats' } });
    const first = results.next();
    const isHeard = first.then(() => true);
    const publishes = async (): Promise<boolean> => {
      await gateway.publish('said', { roomId: 'cats' }, { text: 'meow', author: 'eve' });
      return Promise.race([isHeard, false]);
    };
    await expect.poll(publishes, { timeout: 10_000 }).toBe(true);
    expect((await first).value).toEqual({ data: { said: { text: 'meow', author: 'eve' } } });
    await results.return?.();
  });

  it('says what it is not for, and that it is closed, where a test would else wait', async () => {
    await using other = await createTestGateway({ typeDefs, resolvers });
    await expect(other.subscribe('{ hello }')).rejects.toThrow('A query or a mutation goes by request().');
    const heard = await other.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' });
    const waiting = heard.next();
    await other.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const closed = 'The test gateway is closed';
    await expect(other.subscribe(said, { roomId: 'dogs' }, { sub: 'ada' })).rejects.toThrow(closed);
    await expect(other.request('{ hello }')).rejects.toThrow(closed);
    expect(() => other.client()).toThrow(closed);
  });

  it('says what is wrong with a schema, and leaves nothing running', async () => {
    const broken = createTestGateway({ typeDefs: 'type Query { a: Int } type Subscription { b: Int }' });
    await expect(broken).rejects.toThrow('Subscription.b: has no @channel');
  });

  it('is used with node:test as the example shows', async () => {
    const file = join(root, 'examples/testing/node-test.ts');
    const args = ['--conditions=graphql-pusher-source', '--test-reporter=tap', '--test', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toContain('# pass 1');
  });
});
