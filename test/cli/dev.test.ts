import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../src/client/index.ts';
import { type StartedProcess, startProcess } from '../support/child-process.ts';
import { projectWith } from '../support/run-command.ts';

const schema = `
type Query { hello: String! }
type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PUBLIC) }
type Message { text: String!, mood: String }
`;
const resolvers = `
import { greet } from './greeting.ts';
export const resolvers = {
  Query: { hello: () => greet('world') },
  Subscription: { said: { resolve: ({ text }: { text: string }) => ({ text: greet(text), mood: 'glad' }) } },
};
`;
const greeting = (word: string): string =>
  `export const greet = (name: string): string => '${word} ' + name;\n`;
const files = {
  'package.json': '{ "type": "module" }',
  'schema/chat.graphql': schema,
  'resolvers.ts': resolvers,
  'greeting.ts': greeting('Hello'),
};
const free = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' };

// biome-ignore lint/suspicious/noExplicitAny: each test knows its own events.
type Event = any;

interface Dev {
  readonly process: StartedProcess;
  readonly folder: string;
  /** Resolves with the next event, which must be of this kind. */
  next(event: string): Promise<Event>;
  change(file: string, content: string): void;
}

// Each change starts a process, which is slow on a busy machine.
describe('graphql-pusher dev', { timeout: 90_000 }, () => {
  const started: StartedProcess[] = [];
  const clients: Client[] = [];
  afterEach(async () => {
    for (const each of clients.splice(0)) each.dispose();
    for (const each of started.splice(0)) await each.stop();
  });

  function startDev(project: Record<string, string>): Dev {
    const folder = projectWith(project);
    const process = startProcess('src/cli/main.ts', ['dev', folder, '--json'], free);
    started.push(process);
    return {
      process,
      folder,
      async next(event) {
        for (;;) {
          const line = await process.line();
          const parsed: Event = line.startsWith('{') ? JSON.parse(line) : undefined;
          if (parsed?.event === event) return parsed;
          // A busy machine loads slowly, which `dev` reports.
          if (parsed && parsed.event !== 'loading') throw new Error(`${line} in place of ${event}`);
        }
      },
      change: (file, content) => writeFileSync(join(folder, file), content),
    };
  }

  /** Subscribes, and collects the results. */
  function subscribe(client: Client, query: string) {
    const results: unknown[] = [];
    const ended = Promise.withResolvers<unknown>();
    const ready = new Promise<void>((resolve) => {
      client.subscribe(
        { query },
        {
          next: (result) => void results.push(result),
          error: ended.resolve,
          complete: () => ended.resolve('complete'),
          ready: resolve,
        },
      );
    });
    return { results, ended: ended.promise, ready };
  }

  it('keeps valid subscriptions when an imported file changes, and ends invalid ones with the reason', async () => {
    const dev = startDev(files);
    const { graphql, token, channels } = await dev.next('serving');
    expect(channels).toMatch(/^http:/);
    const gaps: unknown[] = [];
    const client = createClient({ url: graphql, on: { gap: (gap) => gaps.push(gap) } });
    clients.push(client);
    const valid = subscribe(client, 'subscription { said(roomId: "dogs") { text } }');
    const invalid = subscribe(client, 'subscription { said(roomId: "dogs") { text mood } }');
    await Promise.all([valid.ready, invalid.ready]);
    const publish = async (text: string): Promise<void> => {
      const query = `mutation { publish(field: "said", args: { roomId: "dogs" }, event: { text: "${text}" }) { status } }`;
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(graphql, { method: 'POST', headers, body: JSON.stringify({ query }) });
      expect(await response.json()).toEqual({ data: { publish: { status: 'SENT' } } });
    };

    await publish('Ada');
    dev.change('greeting.ts', greeting('Howdy'));
    expect(await dev.next('reloaded')).toMatchObject({ changed: ['greeting.ts'], kept: 2, ended: [] });
    await publish('Bob');
    await expect
      .poll(() => valid.results)
      .toEqual([{ data: { said: { text: 'Hello Ada' } } }, { data: { said: { text: 'Howdy Bob' } } }]);

    dev.change('schema/chat.graphql', schema.replace(', mood: String', ''));
    const reason = 'Cannot query field "mood" on type "Message".';
    expect(await dev.next('reloaded')).toMatchObject({ kept: 1, ended: [{ field: 'said', reason }] });
    expect(await invalid.ended).toMatchObject([{ message: reason }]);
    await publish('Eve');
    await expect.poll(() => valid.results.length).toBe(3);
    expect(valid.results[2]).toEqual({ data: { said: { text: 'Howdy Eve' } } });
    expect(gaps).toEqual([]);
    expect(await dev.process.stop('SIGTERM')).toBe(0);
  });

  it('reports the file and line of an invalid change, and keeps serving the previous version', async () => {
    const config =
      "import { defineConfig } from 'graphql-pusher/config';\nexport default defineConfig({ schema: 'sdl' });\n";
    const { 'schema/chat.graphql': _elsewhere, ...rest } = files;
    const dev = startDev({ ...rest, 'sdl/chat.graphql': schema, 'graphql-pusher.config.ts': config });
    const { graphql } = await dev.next('serving');
    const hello = async (): Promise<unknown> => {
      const response = await fetch(`${graphql}?query={hello}`, { headers: { accept: 'application/json' } });
      return response.json();
    };

    dev.change('sdl/chat.graphql', schema.replace('Message! @', 'Massage! @'));
    expect(await dev.next('broken')).toMatchObject({
      isServing: true,
      problems: [{ file: 'sdl/chat.graphql', line: 3, message: expect.stringContaining('"Massage"') }],
    });
    dev.change('sdl/chat.graphql', schema.replace('room-{roomId}', 'room-{room}'));
    expect(await dev.next('broken')).toMatchObject({
      problems: [
        {
          file: 'sdl/chat.graphql',
          line: 3,
          message: expect.stringContaining('"{room}" is not an argument'),
        },
      ],
    });
    dev.change('sdl/chat.graphql', schema);
    await dev.next('reloaded');
    dev.change('greeting.ts', 'export const greet = (: string): string => 1;\n');
    expect(await dev.next('broken')).toMatchObject({ problems: [{ file: 'greeting.ts', line: 1 }] });
    expect(await hello()).toEqual({ data: { hello: 'Hello world' } });
    dev.change('greeting.ts', greeting('Hi'));
    await dev.next('reloaded');
    expect(await hello()).toEqual({ data: { hello: 'Hi world' } });
  });

  it('waits until an invalid project is fixed, and restarts a project that exited', async () => {
    const fatal = `export const resolvers = { Query: { hello: () => process.exit(7) } };`;
    const dev = startDev({ ...files, 'schema/chat.graphql': 'type Query {', 'resolvers.ts': fatal });
    expect(await dev.next('broken')).toMatchObject({
      isServing: false,
      problems: [{ file: 'schema/chat.graphql', line: 1 }],
    });
    dev.change('schema/chat.graphql', schema);
    const { graphql } = await dev.next('serving');
    const hello = (): Promise<Response> =>
      fetch(`${graphql}?query={hello}`, { headers: { accept: 'application/json' } });
    expect((await hello()).status).toBe(502);
    expect(await dev.next('crashed')).toEqual({ event: 'crashed', exitCode: 7 });
    expect((await hello()).status).toBe(503);
    // A change that never finishes loading is replaced by the next one.
    dev.change('resolvers.ts', `console.error('waiting');\nawait new Promise(() => {});`);
    await expect.poll(() => dev.process.errorLine(), { timeout: 60_000 }).toBe('waiting');
    dev.change('resolvers.ts', resolvers);
    await dev.next('reloaded');
    expect(await (await hello()).json()).toEqual({ data: { hello: 'Hello world' } });
  });
});
