import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type StartedProcess, startProcess } from '../support/child-process.ts';
import { type HeldPusher, startHeldPusher } from './support/held-pusher.ts';

describe('a gateway that is told to stop', () => {
  let pusher: HeldPusher;
  let gateway: StartedProcess;
  let url: string;
  let file: string;
  beforeEach(async () => {
    pusher = await startHeldPusher();
    file = join(mkdtempSync(join(tmpdir(), 'shutdown-')), 'gateway.db');
    const env = { ...pusher.env, PORT: '0', STORE: `sqlite:${file}`, JWT_SECRET: 'x'.repeat(32) };
    gateway = startProcess('test/security/support/said-server.ts', [], env);
    url = await gateway.line();
  });
  afterEach(async () => {
    gateway.process.kill('SIGKILL');
    pusher.close();
  });

  const say = (text: string): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'mutation ($text: String!) { say(text: $text) }', variables: { text } }),
    });

  const takesConnections = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });

  /** What the next process finds: how many events wait, and whether it may drain them at once. */
  async function leftBehind(): Promise<{ events: number; isFree: boolean }> {
    const store = createSqliteStore(file);
    const events = await store.mailboxes.depth('said:room');
    const acquired = await store.mailboxes.acquire('said:room', 1_000, 0);
    await store.close();
    return { events, isFree: acquired !== undefined };
  }

  it('takes nothing new, answers what it has accepted, ends its streams, and leaves nothing behind', async () => {
    const stream = await fetch(`${url}/graphql?query=${encodeURIComponent('subscription { said }')}`, {
      headers: { accept: 'text/event-stream' },
    });
    const heard = stream.text();
    const saying = say('hello');
    const answer = await pusher.next();
    const gone = once(gateway.process, 'exit');
    gateway.process.kill('SIGTERM');
    await expect.poll(takesConnections).toBe(false);
    expect(gateway.process.exitCode).toBeNull();
    pusher.answerAll(200);
    answer(200);
    expect(await (await saying).json()).toEqual({ data: { say: 'sent' } });
    expect(await heard).toContain('"said":"hello"');
    expect(await gone).toEqual([0, null]);
    expect(await leftBehind()).toEqual({ events: 0, isFree: true });
  });

  it('with Pusher away keeps what it has accepted, and hands the lease back', async () => {
    pusher.answerAll(503);
    const saying = say('hello');
    const gone = once(gateway.process, 'exit');
    // Its event is stored before Pusher is asked.
    await expect.poll(async () => (await leftBehindReadOnly()).events).toBe(1);
    gateway.process.kill('SIGTERM');
    expect((await saying).status).toBe(200);
    expect(await gone).toEqual([0, null]);
    expect(await leftBehind()).toEqual({ events: 1, isFree: true });
  });

  it('does not wait for a connection over which nothing was asked, as browsers open some in advance', async () => {
    const early = connect(Number(new URL(url).port), '127.0.0.1');
    await once(early, 'connect');
    const cut = once(early, 'close');
    // Accepted after the early one, so that the gateway knows of both.
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const began = performance.now();
    gateway.process.kill('SIGTERM');
    await cut;
    // Far less than the 5 s that what was begun may take.
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  async function leftBehindReadOnly(): Promise<{ events: number }> {
    const store = createSqliteStore(file);
    const events = await store.mailboxes.depth('said:room');
    await store.close();
    return { events };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends at once when it is told a second time, by %s',
    async (second) => {
      const saying = say('hello').catch((error: unknown) => error);
      await pusher.next();
      const gone = once(gateway.process, 'exit');
      gateway.process.kill('SIGTERM');
      await expect.poll(takesConnections).toBe(false);
      gateway.process.kill(second);
      expect(await gone).toEqual([null, second]);
      expect(await saying).toBeInstanceOf(Error);
      // Accepted is accepted.
      expect(await leftBehindReadOnly()).toEqual({ events: 1 });
    },
  );
});
