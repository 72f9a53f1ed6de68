import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError, type Transport } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Stack, startStack } from '../support/stack.ts';

const typeDefs = 'type Query { hello: String }';

describe('an orchestrator that asks', () => {
  let stack: Stack;
  let time = 0;
  let asked = 0;
  const away = { store: false, pusher: false };
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    Object.assign(away, { store: false, pusher: false });
    asked = 0;
    const sqlite = createSqliteStore(':memory:');
    const store = {
      ...sqlite,
      async ready() {
        if (away.store) throw new GatewayError('STORE_UNAVAILABLE', 'redis://:hunter2@redis:6379 is away.');
        return sqlite.ready();
      },
    };
    const transport = (real: Transport): Transport => ({
      ...real,
      async channel(name, info) {
        asked++;
        if (away.pusher) throw new Error('connect ECONNREFUSED 10.0.0.7');
        return real.channel(name, info);
      },
    });
    stack = await startStack({ typeDefs, store, now: () => time }, { transport });
  }

  const ask = async (path: string) => {
    time += 1_000;
    const response = await stack.gateway.fetch(new Request(`http://gateway.test${path}`));
    return { status: response.status, text: await response.text() };
  };

  it('is told that the gateway is ready when store and Pusher answer', async () => {
    await start();
    expect(await ask('/ready')).toEqual({ status: 200, text: '{"store":"ok","pusher":"ok"}' });
    expect(stack.gateway.serves('/ready') && stack.gateway.serves('/health')).toBe(true);
  });

  it('is told what is away, and no more than that, while the process is alive', async () => {
    await start();
    away.store = true;
    expect(await ask('/ready')).toEqual({ status: 503, text: '{"store":"STORE_UNAVAILABLE","pusher":"ok"}' });
    away.pusher = true;
    expect(await ask('/ready')).toEqual({
      status: 503,
      text: '{"store":"STORE_UNAVAILABLE","pusher":"UNAVAILABLE"}',
    });
    expect((await ask('/health')).status).toBe(200);
    Object.assign(away, { store: false, pusher: false });
    expect((await ask('/ready')).status).toBe(200);
  });

  it('a thousand times in a second costs one look', async () => {
    await start();
    await ask('/ready');
    const again = Array.from({ length: 1_000 }, () =>
      stack.gateway.fetch(new Request('http://gateway.test/ready')),
    );
    for (const response of await Promise.all(again)) expect(response.status).toBe(200);
    expect(asked).toBe(1);
  });
});
