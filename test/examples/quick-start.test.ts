import { afterEach, describe, expect, it } from 'vitest';
import { type StartedProcess, startProcess } from '../support/child-process.ts';

describe('the quick start of the README', () => {
  const started: StartedProcess[] = [];
  afterEach(async () => {
    for (const each of started.splice(0)) await each.stop();
  });

  function run(file: string, ...args: string[]): StartedProcess {
    const each = startProcess(file, args, { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' });
    started.push(each);
    return each;
  }

  it('runs: one process receives what another publishes', async () => {
    const server = run('examples/quick-start/server.ts');
    const url = (await server.line()).replace('GraphiQL: ', '');
    const client = run('examples/quick-start/client.ts', url);
    let received: string | undefined;
    void client.line().then((line) => {
      received = line;
    });
    // Repeat until the client receives it: the test cannot observe when the client is subscribed.
    const say = async (): Promise<string | undefined> => {
      const query = 'mutation { say(roomId: "dogs", text: "woof") { text } }';
      const headers = { 'content-type': 'application/json' };
      await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return received;
    };
    await expect.poll(say, { timeout: 15_000, interval: 100 }).toContain("said: { text: 'woof' }");
  });
});
