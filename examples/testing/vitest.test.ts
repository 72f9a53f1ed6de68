import { createTestGateway, type TestGateway } from 'graphql-pusher/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolvers, typeDefs } from './chat-gateway.ts';

// #region test
describe('the secret room', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway({ typeDefs, resolvers });
  });
  afterAll(() => gateway.close());

  it('rejects viewers who are not admins', async () => {
    const rejected = gateway.subscribe(
      'subscription { said(roomId: "secret") { text } }',
      {},
      { sub: 'ada' },
    );
    await expect(rejected).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
// #endregion test
