import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { buildPage, chat, graphiql } from '../support/build-page.ts';
import { type StartedProcess, startProcess } from '../support/child-process.ts';

const free = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' };

/** The words behind a label that `npm start` prints. */
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

  it('prints the addresses, and a token that works', async () => {
    const { Chat, GraphiQL, Pusher, Token } = await printed(startChat(free));
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

  it('ends by itself, and with 0, when it is asked to', async () => {
    const chat = startChat(free);
    await printed(chat);
    expect(await chat.stop('SIGTERM')).toBe(0);
  });

  it('on all addresses, it tells clients the name by which they came', async () => {
    const { GraphiQL } = await printed(startChat({ ...free, HOST: '0.0.0.0' }));
    const port = new URL(GraphiQL ?? '').port;
    for (const name of ['localhost', '127.0.0.1']) {
      const { data } = await graphql(`http://${name}:${port}/graphql`, '{ pusher { host cluster } }');
      expect(data).toEqual({ pusher: { host: name, cluster: null } });
    }
  });

  it('ends by itself when the schema cannot be used, and says where', async () => {
    const { serve } = await import('../../src/serve/index.ts');
    const settings = { port: 0, host: '127.0.0.1', channelsPort: 0, store: { sqlite: ':memory:' } };
    const typeDefs = 'type Query { a: Int } type Subscription { b: Int }';
    // Whatever had been started would keep this process, and so the test run, from ending.
    await expect(serve({ typeDefs, settings })).rejects.toThrow('Subscription.b: has no @channel');
  });

  it('says so when the store cannot be where the settings want it', async () => {
    const { serve } = await import('../../src/serve/index.ts');
    const file = join(mkdtempSync(join(tmpdir(), 'start-')), 'a-file');
    writeFileSync(file, 'and no database');
    const settings = { port: 0, host: '127.0.0.1', channelsPort: 0 };
    const typeDefs = 'type Query { a: Int }';
    const below = serve({ typeDefs, settings: { ...settings, store: { sqlite: `${file}/gateway.db` } } });
    await expect(below).rejects.toThrow(/^STORE "sqlite:.*" is not in a folder that this user can write to/);
    const itself = serve({ typeDefs, settings: { ...settings, store: { sqlite: file } } });
    await expect(itself).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['a bad setting', { PORT: 'abc' }, 'PORT "abc" is not a number.'],
    ['half of Pusher', { PUSHER_APP_ID: '1' }, 'PUSHER_APP_KEY, PUSHER_APP_SECRET must be set as well'],
  ])('stops with one clear line for %s', async (_what, env, line) => {
    const chat = startChat({ ...free, ...env });
    expect(await chat.errorLine()).toContain(line);
    expect(await chat.stop('SIGCONT')).toBe(1);
  });

  it('stops with one clear line when a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const chat = startChat({ ...free, CHANNELS_PORT: String(port) });
    expect(await chat.errorLine()).toContain(`127.0.0.1:${port}`);
    expect(await chat.stop('SIGCONT')).toBe(1);
    other.close();
  });

  it('uses another Pusher by settings alone, and starts nothing of its own then', async () => {
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
    expect(Pusher).toBe('as');
    expect(await graphql(GraphiQL, '{ pusher { key cluster host port useTLS } }')).toEqual({
      data: { pusher: { key: 'key1', cluster: null, host: '127.0.0.1', port: Number(port), useTLS: false } },
    });
    const client = createClient({ url: GraphiQL ?? '', headers: { authorization: `Bearer ${Token}` } });
    const messages = client.iterate<{ messageAdded: { text: string } }>({
      query: 'subscription { messageAdded(roomId: "dogs") { text } }',
    });
    const heard = messages.next();
    let done = false;
    void heard.finally(() => {
      done = true;
    });
    const say = async (): Promise<boolean> => {
      await graphql(GraphiQL, 'mutation { sendMessage(roomId: "dogs", text: "woof") { id } }', Token);
      return done;
    };
    await expect.poll(say, { timeout: 10_000, interval: 100 }).toBe(true);
    expect((await heard).value?.data?.messageAdded.text).toBe('woof');
    await client.dispose();
  });
});
