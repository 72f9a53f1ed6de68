import { Agent, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import { openDevProxy } from '../../src/cli/commands/dev/dev-proxy.ts';
import { readSettings, serve } from '../../src/serve/index.ts';

const variables = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'silent' };
const typeDefs = 'type Query { hello: String }';

/** Sends a request with keep-alive. Resolves with the `keep-alive` header of the response. */
function keepAliveOf(url: string): Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.headers['keep-alive']?.toString()));
    })
      .on('error', reject)
      .end();
  });
}

async function started(more: NodeJS.ProcessEnv = {}) {
  const settings = readSettings({ ...variables, ...more }, '/dev/null');
  const served = await serve({ typeDefs, settings });
  onTestFinished(() => served.close());
  return served;
}

describe('an idle connection', () => {
  it('to the gateway or its Channels server stays open longer than proxies keep theirs', async () => {
    const { url, channelsUrl = '' } = await started();
    expect(await keepAliveOf(`${url}/health`)).toBe('timeout=125');
    expect(await keepAliveOf(channelsUrl)).toBe('timeout=125');
  });

  it('stays open for KEEP_ALIVE_TIMEOUT seconds', async () => {
    const { url, channelsUrl = '' } = await started({ KEEP_ALIVE_TIMEOUT: '620' });
    expect(await keepAliveOf(`${url}/health`)).toBe('timeout=620');
    expect(await keepAliveOf(channelsUrl)).toBe('timeout=620');
  });

  it('to dev or a standalone Channels server stays open for 125 s', async () => {
    const proxy = await openDevProxy(readSettings(variables, '/dev/null'));
    onTestFinished(() => proxy.close());
    proxy.forwardTo({ problem: 'none' });
    expect(await keepAliveOf(proxy.url)).toBe('timeout=125');
    const server = createChannelsServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] });
    onTestFinished(() => server.close());
    expect(await keepAliveOf((await server.listen()).url)).toBe('timeout=125');
  });
});
