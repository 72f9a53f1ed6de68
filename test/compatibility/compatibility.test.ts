import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import { checks, failureOf } from './checks.ts';
import { startWorld, type World } from './world.ts';

/** test/compatibility/main.ts runs the same checks against other servers. */
describe('the embedded Channels server', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(async (url) => {
      const app = { id: '1', key: 'k', secret: 's' };
      const features = { clientEvents: true, subscriptionCount: true, userAuthentication: true };
      const channels = createChannelsServer({
        apps: [{ ...app, ...features, webhooks: [{ url }] }],
        vacatedDelay: 0,
        webhookBatchDelay: 0,
      });
      const { host, port } = await channels.listen({ port: 0 });
      return {
        pusher: { appId: app.id, key: app.key, secret: app.secret, host, port, useTLS: false },
        stop: () => channels.close(),
      };
    });
  });
  afterAll(() => world.close());

  it.each(checks)('$name', async (check) => {
    expect(await failureOf(check, world, 15_000)).toBeUndefined();
  });
});
