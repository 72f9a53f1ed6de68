import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, type StartedProcess, startProcess } from '../support/child-process.ts';

const examples = ['apollo', 'graphiql-fetcher', 'iterate', 'relay', 'tanstack-query', 'urql'];

describe('the client examples', () => {
  let server: StartedProcess;
  let url: string;

  beforeAll(async () => {
    server = startProcess('examples/quick-start/server.ts', [], {
      PORT: '0',
      CHANNELS_PORT: '0',
      STORE: 'sqlite::memory:',
    });
    url = (await server.line()).replace('GraphiQL: ', '');
  });
  afterAll(() => server?.stop());

  async function say(text: string): Promise<void> {
    const query = 'mutation ($text: String!) { say(roomId: "dogs", text: $text) { text } }';
    const headers = { 'content-type': 'application/json' };
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { text } }) });
  }

  it.concurrent.for(examples)('%s prints the results it receives', async (example, context) => {
    const client = startProcess(`examples/${example}/client.ts`, [url]);
    context.onTestFinished(async () => {
      await client.stop();
    });
    let printed = '';
    const read = async (): Promise<void> => {
      for (;;) printed += `${await client.line()}\n`;
    };
    read().catch((error: unknown) => {
      printed += error;
    });
    // Repeat until the client receives it: the test cannot observe when the client is subscribed.
    const output = async (): Promise<string> => {
      await say(`woof, ${example}`);
      return printed;
    };
    await context.expect.poll(output, { timeout: 15_000, interval: 200 }).toContain(`woof, ${example}`);
    expect(printed.replaceAll(/\s+/g, ' ')).toMatch(/said: .*\{ (__typename: 'Message', )?text: 'woof, /);
  });

  it.for(examples)('%s has fewer than 60 lines', (example) => {
    const lines = readFileSync(join(root, 'examples', example, 'client.ts'), 'utf8').split('\n');
    expect(lines.length).toBeLessThan(60);
  });
});
