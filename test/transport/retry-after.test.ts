import { describe, expect, it } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { startScriptedPusher } from './support/scripted-pusher.ts';

describe('Pusher that says when to come back', () => {
  /** Answers the first request so, and takes the next one. */
  async function startPusher(status: number, retryAfter: string) {
    let refused = 0;
    const { transport } = await startScriptedPusher((response) => {
      if (refused++ > 0) response.end('{}');
      else response.writeHead(status, { 'retry-after': retryAfter }).end('later');
    });
    return transport;
  }

  it.each([
    [429, '2', 2_000],
    [503, '1', 1_000],
    // Longer than a publisher waits; the event stays in the mailbox for a sweep.
    [429, '3600', 5_000],
  ])('is obeyed: %i, Retry-After: %s', async (status, retryAfter, waited) => {
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

  it('is told to whoever asked for something at once', async () => {
    const transport = await startPusher(429, new Date(Date.now() + 90_000).toUTCString());
    const refusal = await transport.channel('room').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'PUSHER_UNAVAILABLE', facts: { pusherStatus: 429 } });
    const { retryAfter } = (refusal as { facts: { retryAfter: number } }).facts;
    expect(retryAfter).toBeGreaterThan(60_000);
    expect(retryAfter).toBeLessThanOrEqual(90_000);
  });
});
