import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { buildPage, chat, graphiql } from '../support/build-page.ts';
import { root, type StartedProcess, startProcess } from '../support/child-process.ts';

const free = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' };

/** Reads the lines that `npm start` prints: the first word of each value, by label. */
async function printed(chat: StartedProcess): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  while (!found.Token) {
    const [label = '', value = ''] = (await chat.line()).split(/\s+/);
    found[label] = value;
  }
  return found;
}

async function graphql(url: string | undefined, query: string, token?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const response = await fetch(url ?? '', { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: Record<string, unknown>; errors?: unknown[] };
}

describe('npm start', () => {
  const started: StartedProcess[] = [];
  beforeAll(async () => {
    await Promise.all([buildPage(chat), buildPage(graphiql)]);
  });
  afterEach(async () => {
    for (const each of started.splice(0)) await each.stop();
  });

  function start(file: string, args: string[], env: NodeJS.ProcessEnv): StartedProcess {
    const each = startProcess(file, args, env);
    started.push(each);
    return each;
  }
  const startChat = (env: NodeJS.ProcessEnv): StartedProcess => start('examples/chat/main.ts', [], env);

  it('prints the addresses and a token that works, and nothing else', async () => {
    const chat = startChat(free);
    const { Chat, GraphiQL, Pusher, Token, ...rest } = await printed(chat);
    expect(Object.keys(rest)).toEqual(['Console']);
    expect(await graphql(GraphiQL, '{ me { id } rooms { id } }', Token)).toEqual({
      data: { me: { id: 'ada' }, rooms: [{ id: 'dogs' }, { id: 'secret-projectX' }] },
    });
    const page = await fetch(Chat ?? '');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    const graphiql = await fetch(GraphiQL ?? '', { headers: { accept: 'text/html' } });
    const html = await graphiql.text();
    expect(html).toContain('<title>graphql-pusher</title>');
    expect(html).not.toMatch(/(src|href)="https?:\/\//);
    expect(Pusher).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await chat.line()).toBe('          (for ada, one day; header: Authorization: Bearer <token>)');
    expect(await chat.stop('SIGTERM')).toBe(0);
    await expect(chat.line()).rejects.toThrow(/ended: $/);
  });

  it.each(['console', 'chat'])('builds the page of %s without output', async (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    const command = ['run', '--silent', `build:${page}`, '--', '--outDir', folder];
    const { NODE_ENV: _, ...env } = process.env;
    const { stdout, stderr } = await promisify(execFile)('npm', command, { cwd: root, env });
    expect(stdout + stderr).toBe('');
    expect(existsSync(join(folder, 'index.html'))).toBe(true);
  });

  it('keeps the token and the chat history after SIGKILL and a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'start-'));
    const env = { ...free, STORE: `sqlite:${join(folder, 'data/gateway.db')}` };
    const first = startChat(env);
    const { GraphiQL: url, Token } = await printed(first);
    for (const text of ['Has Rex come back?', 'Yes 🐶']) {
      const sent = await graphql(
        url,
        `mutation { sendMessage(roomId: "dogs", text: "${text}") { id } }`,
        Token,
      );
      expect(sent.errors).toBeUndefined();
    }
    await first.stop('SIGKILL');
    expect(existsSync(join(folder, 'data/gateway.db'))).toBe(true);
    expect(readFileSync(join(folder, 'data/jwt-secret'), 'utf8')).toMatch(/^[\w-]{43}$/);
    const { GraphiQL } = await printed(startChat(env));
    const query = '{ me { id } room(id: "dogs") { messages(last: 5) { text author { name } } } }';
    expect(await graphql(GraphiQL, query, Token)).toEqual({
      data: {
        me: { id: 'ada' },
        room: {
          messages: [
            { text: 'Has Rex come back?', author: { name: 'ada' } },
            { text: 'Yes 🐶', author: { name: 'ada' } },
          ],
        },
      },
    });
  });

  it('exits with 0 on SIGTERM', async () => {
    const chat = startChat(free);
    await printed(chat);
    expect(await chat.stop('SIGTERM')).toBe(0);
  });

  it('gives clients the host name of their request when it listens on all addresses', async () => {
    const { GraphiQL } = await printed(startChat({ ...free, HOST: '0.0.0.0' }));
    const port = new URL(GraphiQL ?? '').port;
    for (const name of ['localhost', '127.0.0.1']) {
      const { data } = await graphql(`http://${name}:${port}/graphql`, '{ pusher { host cluster } }');
      expect(data).toEqual({ pusher: { host: name, cluster: null } });
    }
  });

  it('rejects an invalid schema with its place, and leaves nothing running', async () => {
    const { serve } = await import('../../src/serve/index.ts');
    const settings = { port: 0, host: '127.0.0.1', channelsPort: 0, store: { sqlite: ':memory:' } };
    const typeDefs = 'type Query { a: Int } type Subscription { b: Int }';
    // A server that is still running would keep this test run from ending.
    await expect(serve({ typeDefs, settings })).rejects.toThrow('Subscription.b: has no @channel');
  });

  it('rejects a store in a place that cannot be written', async () => {
    const { serve } = await import('../../src/serve/index.ts');
    const file = join(mkdtempSync(join(tmpdir(), 'start-')), 'a-file');
    writeFileSync(file, 'not a database');
    const settings = { port: 0, host: '127.0.0.1', channelsPort: 0 };
    const typeDefs = 'type Query { a: Int }';
    const inFile = serve({ typeDefs, settings: { ...settings, store: { sqlite: `${file}/gateway.db` } } });
    await expect(inFile).rejects.toThrow(/^STORE "sqlite:.*" is not in a folder that this user can write to/);
    const notDatabase = serve({ typeDefs, settings: { ...settings, store: { sqlite: file } } });
    await expect(notDatabase).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['an invalid setting', { PORT: 'abc' }, 'PORT "abc" is not a port. Use a whole number from 0 to 65535.'],
    [
      'incomplete settings of Pusher',
      { PUSHER_APP_ID: '1' },
      'PUSHER_APP_KEY, PUSHER_APP_SECRET must be set as well',
    ],
  ])('prints one line and exits with 1 for %s', async (_what, env, line) => {
    const chat = startChat({ ...free, ...env });
    expect(await chat.errorLine()).toContain(line);
    expect(await chat.stop('SIGCONT')).toBe(1);
  });

  it.each(['PORT', 'CHANNELS_PORT'])('names %s when its port is in use', async (setting) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const chat = startChat({ ...free, [setting]: String(port) });
    expect(await chat.errorLine()).toBe(
      `${setting}: another process is listening on 127.0.0.1:${port}. Stop that process, or set ${setting} to a free port.`,
    );
    expect(await chat.stop('SIGCONT')).toBe(1);
    other.close();
  });

  it('uses another Channels server when PUSHER_* is set, and starts none itself', async () => {
    const channels = start('src/cli/main.ts', ['channels', '--port', '0', '--app', 'app1:key1:secret1'], {});
    const port = /:(\d+)/.exec(await channels.line())?.[1];
    const { GraphiQL, Pusher, Token } = await printed(
      startChat({
        ...free,
        PUSHER_APP_ID: 'app1',
        PUSHER_APP_KEY: 'key1',
        PUSHER_APP_SECRET: 'secret1',
        PUSHER_HOST: '127.0.0.1',
        PUSHER_PORT: port,
        PUSHER_USE_TLS: 'false',
      }),
    );
    expect(Pusher).toBe('configured');
    expect(await graphql(GraphiQL, '{ pusher { key cluster host port useTLS } }')).toEqual({
      data: { pusher: { key: 'key1', cluster: null, host: '127.0.0.1', port: Number(port), useTLS: false } },
    });
    const client = createClient({ url: GraphiQL ?? '', headers: { authorization: `Bearer ${Token}` } });
    const messages = client.iterate<{ messageAdded: { text: string } }>({
      query: 'subscription { messageAdded(roomId: "dogs") { text } }',
    });
    const received = messages.next();
    let done = false;
    void received.finally(() => {
      done = true;
    });
    const send = async (): Promise<boolean> => {
      await graphql(GraphiQL, 'mutation { sendMessage(roomId: "dogs", text: "woof") { id } }', Token);
      return done;
    };
    await expect.poll(send, { timeout: 10_000, interval: 100 }).toBe(true);
    expect((await received).value?.data?.messageAdded.text).toBe('woof');
    await client.dispose();
  });
});
