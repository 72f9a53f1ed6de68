import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolvers, typeDefs } from '../../examples/testing/chat-gateway.ts';
import { createChannelsServer } from '../../src/channels/index.ts';
import { createTestGateway, type TestGateway } from '../../src/testing/index.ts';
import { tls } from '../channels/support/certificate.ts';
import { type StartedProcess, startProcess } from '../support/child-process.ts';
import { projectWith, runCommand } from '../support/run-command.ts';

const options = { timeout: 60_000 };
const claims = { sub: 'backend', role: 'backend' };
const isBackend = (_question: unknown, viewer: { claims: Readonly<Record<string, unknown>> }): boolean =>
  viewer.claims.role === 'backend';

describe('the command line', options, () => {
  let gateway: TestGateway;
  let asBackend: string[];
  const started: StartedProcess[] = [];
  beforeAll(async () => {
    const rules = { trigger: isBackend, publish: isBackend, inspect: isBackend, channel: isBackend };
    gateway = await createTestGateway({ typeDefs, resolvers, rules });
    asBackend = ['--url', gateway.url, '--token', await gateway.token(claims)];
  });
  afterAll(async () => {
    for (const each of started) await each.stop();
    await gateway.close();
  });

  async function tail(args: string[]): Promise<StartedProcess> {
    const process = startProcess('src/cli/main.ts', ['tail', ...args, ...asBackend, '--json']);
    started.push(process);
    expect(JSON.parse(await process.line())).toEqual({ ready: true });
    return process;
  }

  it('publishes an event, triggers one, lists channels, and tails an operation and a channel', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tail-')), 'said.graphql');
    writeFileSync(file, 'subscription ($roomId: ID!) { said(roomId: $roomId) { text } }');
    const [operation, channel] = await Promise.all([
      tail([file, '--var', 'roomId=dogs', '--count', '1']),
      tail(['private-desk-1', '--count', '1']),
    ]);
    const [published, triggered, listed] = await Promise.all([
      runCommand(['publish', 'said', '-', '--arg', 'roomId=dogs', ...asBackend, '--json'], {
        input: '{"text":"woof"}',
      }),
      runCommand(['trigger', 'private-desk-1', 'news', '{"n":1}', ...asBackend]),
      runCommand(['subscriptions', 'private-d', ...asBackend, '--json']),
    ]);
    expect(published).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(published.stdout)).toMatchObject({ status: 'SENT', reason: null });
    expect(triggered).toEqual({ code: 0, stderr: '', stdout: 'Sent news to private-desk-1.\n' });
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(await operation.line())).toEqual({ result: { data: { said: { text: 'woof' } } } });
    expect(JSON.parse(await channel.line())).toEqual({ event: 'news', data: { n: 1 } });
    // Both end by themselves. SIGCONT has no effect; `stop` only waits.
    expect(await operation.stop('SIGCONT')).toBe(0);
    expect(await channel.stop('SIGCONT')).toBe(0);
  });

  it('reports a failure in one line and with an exit code', async () => {
    const port = new URL(gateway.url).port;
    const unused = ['--url', 'http://127.0.0.1:9/', '--token', 'none'];
    const [refused, unreachable, unusable, unknown, pair, folder, inUse, file] = await Promise.all([
      runCommand(['publish', 'said', '--url', gateway.url, '--token', await gateway.token({ sub: 'ada' })]),
      runCommand(['tail', 'private-desk-1', ...unused]),
      runCommand(['trigger', 'a', 'b', '{not json}', ...unused]),
      runCommand(['publish', 'said', '--colour']),
      runCommand(['publish', 'said', '--arg', 'roomId']),
      runCommand(['start', '/nowhere']),
      runCommand(['channels', '--app', 'a:b:c', '--port', port]),
      runCommand(['tail', 'nowhere.graphql', ...unused]),
    ]);
    expect(refused.stderr).toMatch(/^error: You may not do this: .*"publish".* \(FORBIDDEN\)\n$/);
    expect(unreachable.stderr).toBe(
      'error: no gateway responds at http://127.0.0.1:9/graphql. Start it, or name another with --url.\n',
    );
    expect(unusable.stderr).toMatch(/^error: <data> is not JSON .*\n$/);
    expect(unknown.stderr).toMatch(/^error: unknown option '--colour'/);
    expect([refused, unreachable, unusable, unknown].map(({ code }) => code)).toEqual([1, 3, 2, 2]);
    expect(pair.stderr).toMatch(/^error: .*'roomId' is invalid. Use name=value, such as roomId=42.\n$/);
    expect(folder.stderr).toBe('error: /nowhere: no such folder\n');
    expect(inUse.stderr).toBe(
      `error: another process is listening on 127.0.0.1:${port}. Stop that process, or choose another port with --port (PORT).\n`,
    );
    expect(file.stderr).toBe('error: nowhere.graphql: no such file\n');
    for (const { code } of [pair, folder, inUse, file]) expect(code).toBe(2);
  });

  it('creates a project that the printed command runs', async () => {
    const folder = projectWith({});
    const made = await runCommand(['init', '--json'], { cwd: folder });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({ next: 'npm run dev' });
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      type: 'module',
      scripts: { dev: 'graphql-pusher dev', start: 'graphql-pusher start' },
    });
    const other = projectWith({ 'package.json': '{ "name": "an-application" }' });
    const joined = await runCommand(['init', '--json'], { cwd: other });
    expect(JSON.parse(joined.stdout)).toMatchObject({
      written: expect.arrayContaining(['resolvers.mts']),
      next: 'npx graphql-pusher dev',
    });
    const again = await runCommand(['init', folder]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/already exists.*\n$/) });

    const free = { PORT: '0', CHANNELS_PORT: '0' };
    const start = startProcess('src/cli/main.ts', ['start', folder, '--json'], free);
    started.push(start);
    const { graphql } = JSON.parse(await start.line()) as { graphql: string };
    const mutation = 'mutation { say(roomId: "dogs", text: "woof") { text } }';
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(graphql, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: mutation }),
    });
    expect(await response.json()).toEqual({ data: { say: { text: 'woof' } } });
    expect(existsSync(join(folder, '.data/gateway.db'))).toBe(true);
    expect(await start.stop('SIGTERM')).toBe(0);
  });

  it('start prints the file and line of a problem in the project', async () => {
    const schema = 'type Query { a: Int }\ntype Subscription { b: Int }\n';
    const folder = projectWith({ 'package.json': '{}', 'schema/a.graphql': schema });
    const env = { PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:' };
    const ended = await runCommand(['start', folder], { env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^schema\/a\.graphql:2:21 Subscription\.b: has no @channel/);
  });
});

describe('graphql-pusher doctor', options, () => {
  interface Report {
    healthy: boolean;
    findings: { check: string; status: string; message: string; fix?: string }[];
  }

  async function doctor(
    args: string[],
    env: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; report: Report }> {
    const { code, stdout } = await runCommand(['doctor', '--json', ...args], { cwd: tmpdir(), env });
    return { code, report: JSON.parse(stdout) as Report };
  }

  it('reports no problem in a working setup', async () => {
    await using gateway = await createTestGateway({ typeDefs, resolvers });
    const { pusher } = (
      await gateway.request<{ pusher: { host: string; port: number } }>('{ pusher { host port } }')
    ).data ?? { pusher: { host: '', port: 0 } };
    const { code, report } = await doctor(['--url', gateway.url], {
      STORE: `sqlite:${mkdtempSync(join(tmpdir(), 'doctor-'))}/gateway.db`,
      PUSHER_APP_ID: 'test',
      PUSHER_APP_KEY: 'test',
      PUSHER_APP_SECRET: 'test-secret',
      PUSHER_HOST: pusher.host,
      PUSHER_PORT: String(pusher.port),
      PUSHER_USE_TLS: 'false',
    });
    expect(report.findings.map(({ check, status }) => [check, status])).toEqual([
      ['node', 'ok'],
      ['project', 'skipped'],
      ['settings', 'ok'],
      ['store', 'ok'],
      ['pusher', 'ok'],
      ['clients', 'ok'],
      ['clock', 'ok'],
      ['gateway', 'ok'],
      ['webhooks', 'ok'],
    ]);
    expect([code, report.healthy]).toEqual([0, true]);
  });

  it('prints each problem with a fix, and fails', async () => {
    await using gateway = await createTestGateway({ typeDefs, resolvers });
    const late = new Date(Date.now() - 3_600_000).toUTCString();
    const pusher = createServer((_request, response) => {
      response.writeHead(401, { date: late }).end('Unknown auth_key');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => pusher.once('listening', resolve));
    const locked = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'no-folder');
    writeFileSync(locked, 'a file instead of a folder');
    chmodSync(locked, 0o444);
    const { code, report } = await doctor(['--url', gateway.url], {
      STORE: `sqlite:${locked}/gateway.db`,
      JWT_SECRET: 'short',
      PUSHER_APP_ID: 'test',
      PUSHER_APP_KEY: 'another',
      PUSHER_APP_SECRET: 'another',
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String((pusher.address() as AddressInfo).port),
      PUSHER_USE_TLS: 'false',
    });
    pusher.close();
    expect(code).toBe(1);
    expect(report.findings.slice(2)).toMatchObject([
      { check: 'settings', status: 'warning', fix: expect.stringContaining('openssl') },
      { check: 'store', status: 'problem', fix: expect.stringContaining('STORE') },
      { check: 'pusher', status: 'problem', fix: expect.stringContaining('PUSHER_APP_SECRET') },
      { check: 'clients', status: 'problem', fix: expect.stringContaining('PUSHER_PUBLIC_HOST') },
      { check: 'clock', status: 'problem', message: expect.stringMatching(/^36\d\d s ahead/) },
      { check: 'gateway', status: 'problem', message: expect.stringContaining('another Pusher app, "test"') },
      { check: 'webhooks', status: 'problem', fix: expect.stringContaining('PUSHER_APP_KEY') },
    ]);
  });

  it('reports an untrusted certificate, and how to trust it', async () => {
    const server = createChannelsServer({ apps: [{ id: 'test', key: 'test', secret: 'test' }], tls });
    const { port } = await server.listen();
    const address = `https://me:hunter2@127.0.0.1:${port}`;
    const { report } = await doctor(['--url', address], {
      STORE: 'sqlite::memory:',
      PUSHER_APP_ID: 'test',
      PUSHER_APP_KEY: 'test',
      PUSHER_APP_SECRET: 'test',
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String(port),
    });
    await server.close();
    for (const check of ['pusher', 'clients', 'gateway', 'webhooks']) {
      const finding = report.findings.find((each) => each.check === check);
      expect(finding).toMatchObject({
        status: 'problem',
        message: expect.stringContaining('self-signed certificate'),
        fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      });
    }
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});
