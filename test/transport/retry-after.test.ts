import { describe, expect, it } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { startScriptedPusher } from './support/scripted-pusher.ts';

describe('the Retry-After header of Pusher', () => {
  /** Starts a server that rejects the first request with this status, and accepts later ones. */
  async function startPusher(status: number, retryAfter: string) {
    let rejected = 0;
    const { transport } = await startScriptedPusher((response) => {
      if (rejected++ > 0) response.end('{}');
      else response.writeHead(status, { 'retry-after': retryAfter }).end('later');
    });
    return transport;
  }

  it.each([
    [429, '2', 2_000],
    [503, '1', 1_000],
    // Longer than a publisher waits. The event stays in the mailbox until a sweep.
    [429, '3600', 5_000],
  ])('delays the retry of a publish: %i, Retry-After: %s', async (status, retryAfter, waited) => {
    const waits: number[] = [];
    const gateway = createGateway({
      typeDefs:
        'type Query { a: Int } type Subscription { said: String @channel(name: "said", access: PUBLIC) }',
      store: createSqliteStore(':memory:'),
      transport: await startPusher(status, retryAfter),
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    expect((await gateway.publish('said', {}, 'hello')).status).toBe('sent');
    expect(waits).toEqual([waited]);
    await gateway.dispose();
  });

  it('is part of the error of a direct request', async () => {
    const transport = await startPusher(429, new Date(Date.now() + 90_000).toUTCString());
    const error = await transport.channel('room').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'PUSHER_UNAVAILABLE', facts: { pusherStatus: 429 } });
    const { retryAfter } = (error as { facts: { retryAfter: number } }).facts;
    expect(retryAfter).toBeGreaterThan(60_000);
    expect(retryAfter).toBeLessThanOrEqual(90_000);
  });
});
