import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import { withoutSecrets } from '../../src/cli/terminal/without-secrets.ts';
import { createPost } from '../../src/client/http/post.ts';
import { createJwtAuthentication, createPusherTransport } from '../../src/index.ts';
import { splitUserinfo, withoutCredentials } from '../../src/protocol/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { connectRaw } from '../channels/support/raw-client.ts';
import { startProcess } from '../support/child-process.ts';
import { startRedis } from '../support/redis.ts';

const user = 'ada:lovelace';
const password = 'p@ss/w:rd?#é';
const userinfo = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** A server that answers one status, and what it was asked. */
async function listen(status: number): Promise<{ url: string; asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    request.resume().on('end', () => response.writeHead(status).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://${userinfo}@127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, asked };
}

function expectNoCredentials(shown: unknown): void {
  const text = typeof shown === 'string' ? shown : inspect(shown, { depth: 12, showHidden: true });
  for (const secret of [password, encodeURIComponent(password), user, encodeURIComponent(user)])
    expect(text).not.toContain(secret);
}

describe('the userinfo of a URL', () => {
  it('of a webhook is sent as Basic authentication', async () => {
    const { url, asked } = await listen(200);
    const server = createChannelsServer({
      apps: [{ id: 'app', key: 'key', secret: 'secret', webhooks: [{ url }] }],
      webhookBatchDelay: 0,
    });
    onTestFinished(() => server.close());
    const { port } = await server.listen();
    const client = await connectRaw(`ws://127.0.0.1:${port}/app/key?protocol=7`);
    onTestFinished(() => client.ws.terminate());
    client.send('pusher:subscribe', { channel: 'room' });
    await expect.poll(() => asked[0]?.authorization).toBe(basic);
  });

  it.each([500, 0])('of a webhook that fails (%i) is not in the error', async (status) => {
    const { url } = status
      ? await listen(status)
      : { url: `http://${userinfo}@127.0.0.1:1/hooks?token=${password}` };
    const errors: unknown[] = [];
    const server = createChannelsServer({
      apps: [{ id: 'app', key: 'key', secret: 'secret', webhooks: [{ url }] }],
      webhookBatchDelay: 0,
      webhookRetryFor: 0,
      onError: (error) => errors.push(error),
    });
    onTestFinished(() => server.close());
    const { port } = await server.listen();
    const client = await connectRaw(`ws://127.0.0.1:${port}/app/key?protocol=7`);
    onTestFinished(() => client.ws.terminate());
    client.send('pusher:subscribe', { channel: 'room' });
    await expect.poll(() => errors).toHaveLength(1);
    expect(String(errors[0])).toContain('/hooks failed and is not retried');
    expectNoCredentials(errors);
  });

  it('of the keys of tokens is sent as Basic authentication, and is in no error', async () => {
    const { url, asked } = await listen(503);
    const authenticate = createJwtAuthentication({ jwksUrl: url, algorithms: ['RS256'] });
    const token = `${btoa('{"alg":"RS256","kid":"1"}')}.${btoa('{"sub":"ada"}')}.c2ln`.replaceAll('=', '');
    const request = new Request('http://gateway.test', { headers: { authorization: `Bearer ${token}` } });
    const error = await Promise.resolve(authenticate(request, {})).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'AUTHENTICATION_UNAVAILABLE' });
    expectNoCredentials(error);
    expect(asked[0]?.authorization).toBe(basic);
    expect(() => createJwtAuthentication({ jwksUrl: `https://${user}@[`, algorithms: ['RS256'] })).toThrow(
      /^jwksUrl is not a URL/,
    );
  });

  it('of a GraphQL server is sent by the client as Basic authentication, and is in no error', async () => {
    const { url, asked } = await listen(500);
    const post = createPost({ url });
    expectNoCredentials(await post(['{"query":"{ a }"}']));
    await createPost({ url, headers: { authorization: 'Bearer own' } })(['{"query":"{ a }"}']);
    expect(asked.map(({ authorization }) => authorization)).toEqual([basic, 'Bearer own']);
  });

  it('of a Redis that rejects it is in no error', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const at = redis.url.replace('redis://', `redis://${userinfo}@`);
    const store = createRedisStore({ redis: at, timeout: 500 });
    onTestFinished(() => store.close());
    const error = await store.ready().catch((cause: unknown) => cause);
    expect(inspect(error, { depth: 12 })).toMatch(/WRONGPASS/);
    expectNoCredentials(error);
  });

  it.each([
    ['a webhook of another scheme', ['channels', '--app', 'a:b:c', '--webhook', `ftp://${userinfo}@host/x`]],
    ['a webhook that is no URL', ['channels', '--app', 'a:b:c', '--webhook', `https://${userinfo}@[`]],
    ['an app', ['channels', '--app', `a:${password}`]],
    ['an unknown option', ['channels', `--webhok=https://${userinfo}@host/x`]],
    ['a gateway of another scheme', ['doctor', '--url', `ftp://${userinfo}@host`]],
    ['a gateway that is away', ['tail', 'room', '--url', `http://${userinfo}@127.0.0.1:1`]],
  ])('on the command line is in no error: %s', async (_what, args) => {
    const { errorLine, process } = startProcess('src/cli/main.ts', args);
    onTestFinished(() => void process.kill('SIGKILL'));
    const line = await errorLine();
    expect(line).toMatch(/^error: /);
    expectNoCredentials(line);
  });

  it('is in no message about a host of a transport', () => {
    const options = { appId: '1', key: 'k', secret: 's', host: `${user}:${password}@host` };
    expect(() => createPusherTransport(options)).toThrow(/contains credentials/);
  });

  it('is left out of any text, and survives the way into a header', () => {
    const word = fc.string({ minLength: 3, unit: 'grapheme' }).filter((text) => text.trim() !== '');
    const scheme = fc.constantFrom('http', 'https', 'redis', 'rediss', 'postgres', 'HTTPS');
    fc.assert(
      fc.property(scheme, word, word, (kind, name, secret) => {
        const [one, other] = [encodeURIComponent(name), encodeURIComponent(secret)];
        const shown = withoutCredentials(`${kind}://${one}:${other}@db.example:1/x`);
        expect(shown).toBe(`${kind}://db.example:1/x`);
        const { url, authorization = '' } = splitUserinfo(`https://${one}:${other}@db.example/x?y=1`);
        expect(url).toBe('https://db.example/x?y=1');
        expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe(`${name}:${secret}`);
        expect(withoutSecrets(`error: ${kind}://${one}:${other}@h`)).toBe(`error: ${kind}://h`);
      }),
    );
  });

  it.each([
    ['user:secret@host', 'host'],
    ['https://user:se/cr@et@host/x', 'https://host/x'],
    ['redis://host?password=secret', 'redis://host'],
    ['https://host/@somebody', 'https://host/@somebody'],
    ['/graphql@2', '/graphql@2'],
    ['127.0.0.1:6001', '127.0.0.1:6001'],
  ])('%s is shown as %s', (text, shown) => {
    expect(withoutCredentials(text)).toBe(shown);
  });
});
