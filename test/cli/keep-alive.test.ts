import { Agent, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import { openDevProxy } from '../../src/cli/commands/dev/dev-proxy.ts';
import { readSettings, serve } from '../../src/serve/index.ts';

const variables = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'silent' };
const typeDefs = 'type Query { hello: String }';

/** Makes a request over a pool of connections, and resolves with the header by which the server says how long it keeps one. */
function keptFor(url: string): Promise<string | undefined> {
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
  it('of the gateway and of its Channels server is kept longer than proxies keep theirs', async () => {
    const { url, channelsUrl = '' } = await started();
    expect(await keptFor(`${url}/health`)).toBe('timeout=125');
    expect(await keptFor(channelsUrl)).toBe('timeout=125');
  });

  it('is kept as long as KEEP_ALIVE_TIMEOUT says', async () => {
    const { url, channelsUrl = '' } = await started({ KEEP_ALIVE_TIMEOUT: '620' });
    expect(await keptFor(`${url}/health`)).toBe('timeout=620');
    expect(await keptFor(channelsUrl)).toBe('timeout=620');
  });

  it('of dev and of a Channels server alone is kept as long', async () => {
    const door = await openDevProxy(readSettings(variables, '/dev/null'));
    onTestFinished(() => door.close());
    door.lead({ problem: 'none' });
    expect(await keptFor(door.url)).toBe('timeout=125');
    const server = createChannelsServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] });
    onTestFinished(() => server.close());
    expect(await keptFor((await server.listen()).url)).toBe('timeout=125');
  });
});
