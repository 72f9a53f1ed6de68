import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { readSettings } from '../../src/serve/settings/index.ts';
import { root } from '../support/child-process.ts';
import { readCompose } from './compose.ts';
import { type Composed, startComposed } from './composed.ts';
import { runScript, scriptOf } from './guide-scripts.ts';

const run = promisify(execFile);
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const variables = { JWT_SECRET: 'a secret for tests only, of at least 32 bytes', PUSHER_APP_SECRET: 'hush' };
const noFile = 'no such file';
const settingsCode =
  textOf('src/serve/settings/settings.ts') + textOf('src/serve/settings/pusher-settings.ts');

/** The `--help` texts of the command line. */
const help = runScript('graphql-pusher --help & graphql-pusher channels --help; wait').then(
  ({ stdout }) => stdout,
);

/** The instructions of all stages of the Dockerfile. */
const instructions = textOf('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '');
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM')));

function argumentsOf(instruction: string): string {
  const line = lastStage.find((each) => each.trim().startsWith(instruction));
  return line?.trim().slice(instruction.length).trim() ?? `no ${instruction}`;
}

describe('the Dockerfile', () => {
  const manifest = JSON.parse(textOf('package.json')) as {
    name: string;
    bin: Record<string, string>;
    scripts: Record<string, string>;
    peerDependencies: Record<string, string>;
  };

  it('copies files that exist and that .dockerignore does not exclude', () => {
    const ignored = textOf('.dockerignore').split('\n');
    const copied = instructions
      .filter((line) => line.startsWith('COPY') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied).toContain('package-lock.json');
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(ignored).not.toContain(path);
    }
    for (const secret of ['.env', '.git', '.data']) expect(ignored).toContain(secret);
  });

  it('starts the executable graphql-pusher of the package with an existing command', async () => {
    const [, file] = JSON.parse(argumentsOf('ENTRYPOINT')) as string[];
    expect(file).toBe(`node_modules/${manifest.name}/${manifest.bin['graphql-pusher']}`);
    const [command] = JSON.parse(argumentsOf('CMD')) as string[];
    expect(await help).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(manifest.scripts.build).toBeDefined();
  });

  it('installs every peer of the server in a version that the package supports', () => {
    const install = instructions.find((line) => line.includes('npm install --omit=dev')) ?? '';
    for (const [, name = '', major] of install.matchAll(/([\w-]+)@(\d+)/g))
      expect(manifest.peerDependencies[name]).toContain(`^${major}.`);
    for (const name of ['graphql', 'ioredis', 'prom-client', 'pusher-js'])
      expect(install).toContain(` ${name}@`);
  });

  it('runs as an unprivileged user with valid settings', () => {
    expect(argumentsOf('USER')).toBe('node');
    const environment = Object.fromEntries(
      argumentsOf('ENV')
        .split(' ')
        .map((pair) => pair.split('=')),
    );
    expect(readSettings(environment, noFile)).toMatchObject({
      host: '0.0.0.0',
      port: 4000,
      store: { sqlite: '/data/gateway.db' },
    });
    expect(argumentsOf('VOLUME')).toBe('/data');
  });

  it('has a health check that fails for an unhealthy gateway', async () => {
    const [, command = ''] = argumentsOf('HEALTHCHECK').split(' CMD ');
    const [node, ...args] = JSON.parse(command) as [string, ...string[]];
    let status = 200;
    const server = createServer(({ url }, response) =>
      response.writeHead(url === '/health' ? status : 404).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const env = { ...process.env, PORT: String((server.address() as AddressInfo).port) };
    await run(node, args, { env });
    status = 503;
    await expect(run(node, args, { env })).rejects.toMatchObject({ code: 1 });
    server.close();
    await expect(run(node, args, { env: { ...env, PORT: '1' } })).rejects.toMatchObject({ code: 1 });
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = readCompose(variables);
  const gateways = Object.entries(services).filter(([name]) => name.startsWith('gateway-'));
  let composed: Composed;
  beforeAll(async () => {
    composed = await startComposed(services);
  });
  afterAll(() => composed?.stop());

  it('does not start without secrets', () => {
    expect(() => readCompose({})).toThrow('JWT_SECRET is not set');
    expect(() => readCompose({ JWT_SECRET: variables.JWT_SECRET })).toThrow('PUSHER_APP_SECRET is not set');
  });

  it('sets existing settings, which are the same for three gateways', () => {
    expect(gateways).toHaveLength(3);
    const known = settingsCode;
    for (const [, { environment }] of gateways) {
      for (const name of Object.keys(environment)) expect(known).toMatch(new RegExp(`^ {2}${name}: `, 'm'));
      expect(readSettings(environment, noFile)).toEqual({
        ...readSettings({}, noFile),
        store: { redis: 'redis://redis:6379' },
        jwtSecret: variables.JWT_SECRET,
        pusher: expect.objectContaining({
          appId: 'app',
          key: 'key',
          secret: 'hush',
          host: 'channels',
          port: 6001,
          useTLS: false,
        }),
        publicAddress: { publicHost: 'gateway.localhost', publicPort: 8080, publicUseTLS: false },
        trustedProxyHeader: 'x-forwarded-for',
      });
    }
  });

  it('is described by guides that also set the header of the proxy', () => {
    for (const guide of ['README.md', 'one-machine.md', 'several-instances.md'])
      expect(textOf(`docs/deployment/${guide}`)).toContain('TRUSTED_PROXY_HEADER');
  });

  it('waits for existing services with health checks, and stores data in volumes', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const needed of Object.keys(service.depends_on)) {
        const { healthcheck, build } = services[needed] ?? {};
        expect(healthcheck ?? build, `${name} needs ${needed}`).toBeDefined();
      }
      for (const volume of service.volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(volumes).toHaveProperty(source);
      }
    }
    expect(services.redis?.command.join(' ')).toMatch(/--appendonly yes.*--maxmemory-policy noeviction/);
  });

  it('has a proxy that names every service, and gateways that name the Channels server and its port', () => {
    const caddyfile = textOf('docs/deployment/Caddyfile');
    const upstreams = [...caddyfile.matchAll(/([\w-]+):(4000|6001)\b/g)].map(([, name = '']) => name);
    expect(upstreams.toSorted()).toEqual(['channels', ...gateways.map(([name]) => name)]);
    for (const [, { environment }] of gateways) {
      expect(services).toHaveProperty(environment.PUSHER_HOST ?? '');
      expect(services.channels?.command).toContain(`--port=${environment.PUSHER_PORT}`);
    }
  });

  it('runs three gateways as one: results arrive in order, whichever receives the request', async () => {
    expect(new Set(composed.gateways).size).toBe(3);
    const client = createClient({ url: `${composed.url}/graphql` });
    const received: unknown[] = [];
    await new Promise<void>((resolve, reject) =>
      client.subscribe(
        { query: 'subscription { said(roomId: "dogs") { text } }' },
        { ready: resolve, next: ({ data }) => received.push(data), error: reject, complete: reject },
      ),
    );
    const texts = ['one', 'two', 'three', 'four'];
    for (const text of texts)
      await sendRequest(composed.url, `mutation { say(roomId: "dogs", text: "${text}") { text } }`);
    await expect.poll(() => received, { interval: 10 }).toEqual(texts.map((text) => ({ said: { text } })));
    await client.dispose();
  });
});

describe.concurrent('the guides', () => {
  const guides = globSync('docs/deployment/*.md', { cwd: root });

  it('link to existing files', () => {
    for (const guide of guides) {
      for (const [, target = ''] of textOf(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g))
        expect(existsSync(join(root, 'docs/deployment', target)), `${guide}: ${target}`).toBe(true);
    }
  });

  it('create a secret that is long enough', async () => {
    const { stdout } = await runScript(scriptOf('README.md'));
    expect(stdout).toMatch(/^JWT_SECRET=[\w-]{43}\n$/);
  });

  // The guide starts several processes in sequence.
  it('start a gateway on one machine, check it, stop it and copy its store', {
    timeout: 60_000,
  }, async () => {
    const [port, channelsPort] = [await freePort(), await freePort()];
    const script = scriptOf('one-machine.md')
      .replaceAll('4000', `${port}`)
      .replaceAll('6001', `${channelsPort}`);
    const { stdout, folder } = await runScript(script);
    expect(stdout).toContain(`GraphQL   http://127.0.0.1:${port}/graphql`);
    expect(stdout).toMatch(/^✓ store: /m);
    expect(stdout).toContain('{"data":{"hello":"Hello!"}}');
    expect(existsSync(join(folder, 'my-gateway/data/copy.db'))).toBe(true);
  });

  it('have systemd units with existing commands and settings', async () => {
    const helpText = await help;
    for (const unit of globSync('docs/deployment/*.service', { cwd: root })) {
      const [, command = '', rest = ''] =
        /^ExecStart=\S+ node_modules\/graphql-pusher\/dist\/cli\/main\.js (\w+)((?:.*\\\n)*.*)$/m.exec(
          textOf(unit),
        ) ?? [];
      expect(helpText, unit).toMatch(new RegExp(`^ {2}${command} `, 'm'));
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(helpText).toContain(`${option} `);
    }
  });

  it('name only existing settings', () => {
    const known = settingsCode + textOf('examples/serverless/gateway.ts');
    for (const guide of guides)
      for (const [name] of textOf(guide).matchAll(/\bPUSHER_[A-Z_]+\b/g))
        expect(known, guide).toContain(name);
  });

  it('name only existing metrics', () => {
    const known = textOf('docs/metrics.md');
    for (const [name] of textOf('docs/deployment/what-to-watch.md').matchAll(/graphql_pusher_[a-z_]+[a-z]/g))
      expect(known).toContain(name);
  });
});

describe.concurrent('scripts/release.sh', () => {
  const manifest = {
    name: 'released',
    version: '1.2.3',
    files: ['dist'],
    scripts: { test: 'node build.mjs' },
  };
  const project = [
    'git init -q . && git config user.email a@b.c && git config user.name Ada',
    'mkdir scripts && cp "$RELEASE" scripts/release.sh',
    `echo '${JSON.stringify(manifest)}' > package.json`,
    `echo '${JSON.stringify({ name: 'released', version: '1.2.3', lockfileVersion: 3, packages: {} })}' > package-lock.json`,
    'echo dist > .gitignore && echo "*.tgz" >> .gitignore',
    `echo "import('node:fs').then((fs) => { fs.mkdirSync('dist/cli', { recursive: true }); fs.writeFileSync('dist/cli/main.js', ''); })" > build.mjs`,
  ].join('\n');
  const commit = 'git add . && git commit -qm released';
  const release = (steps: string) =>
    runScript(`mkdir it && cd it\n${project}\n${steps}\nscripts/release.sh`, {
      RELEASE: join(root, 'scripts/release.sh'),
    });

  it('builds, packs, and prints the content and the size of the tarball', async () => {
    const { stdout, folder } = await release(`echo '## 1.2.3' > CHANGELOG.md && ${commit}`);
    expect(existsSync(join(folder, 'it/released-1.2.3.tgz'))).toBe(true);
    expect(stdout).toMatch(/^ +0\.0 +1 {2}dist\/cli\/$/m);
    expect(stdout).toMatch(/^ +\d\.\d +2 {2}unpacked$/m);
    expect(stdout).toContain('KiB packed');
  });

  it.each([
    [
      'uncommitted changes',
      `echo '## 1.2.3' > CHANGELOG.md && ${commit} && touch new`,
      'the working tree has uncommitted changes',
    ],
    [
      'a version without a section in the changelog',
      `echo '## Unreleased' > CHANGELOG.md && ${commit}`,
      'CHANGELOG.md has no section',
    ],
    [
      'a version that was released before',
      `echo '## 1.2.3' > CHANGELOG.md && ${commit} && git tag v1.2.3`,
      'the tag v1.2.3 already exists',
    ],
    [
      'dependencies with a finding of npm audit',
      [
        `echo '## 1.2.3' > CHANGELOG.md && ${commit} && mkdir ../bin`,
        `printf '#!/bin/sh\necho "1 high severity vulnerability"; exit 1' > ../bin/npm && chmod +x ../bin/npm`,
        'PATH=$(realpath ../bin):$PATH',
      ].join('\n'),
      '1 high severity vulnerability\nrelease: npm audit reported a problem',
    ],
  ])('does not release %s', async (_what, steps, reason) => {
    await expect(release(steps)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(reason) });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function sendRequest(url: string, query: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
}
