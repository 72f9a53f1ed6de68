import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../../src/serve/settings/index.ts';

const nowhere = '/nowhere/.env';
const hosted = {
  PUSHER_APP_ID: '1',
  PUSHER_APP_KEY: 'key',
  PUSHER_APP_SECRET: 'top-secret',
  PUSHER_CLUSTER: 'eu',
};

const { PUSHER_CLUSTER: _cluster, ...own } = hosted;

describe('settings', () => {
  it('name the file of an invalid setting', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), '.env');
    writeFileSync(file, 'PORT=abc\n');
    const message = 'PORT "abc" is not a port. Use a whole number from 0 to 65535.';
    expect(() => readSettings({}, file)).toThrow(new SettingsError(`${file}: ${message}`));
    expect(() => readSettings({ PORT: 'abc' }, file)).toThrow(new SettingsError(message));
  });

  it('accept an IPv6 address with or without brackets', () => {
    for (const PUSHER_HOST of ['::1', '[::1]'])
      expect(readSettings({ ...own, PUSHER_HOST }, nowhere).pusher?.host).toBe('[::1]');
    for (const HOST of ['::1', '[::1]']) expect(readSettings({ HOST }, nowhere).host).toBe('::1');
  });

  it('accept additional key pairs for webhooks, and do not repeat them in an error', () => {
    const read = (PUSHER_WEBHOOK_KEYS: string) =>
      readSettings({ ...hosted, PUSHER_WEBHOOK_KEYS }, nowhere).pusher?.webhookKeys;
    expect(read('old:a:b, older-1:c')).toEqual([
      { key: 'old', secret: 'a:b' },
      { key: 'older-1', secret: 'c' },
    ]);
    for (const wrong of ['top-secret', 'old:', ':top-secret', 'old:a,,older:b', 'o ld:top-secret'])
      expect(() => read(wrong)).toThrow(
        'PUSHER_WEBHOOK_KEYS is not a list of key pairs. Use KEY:SECRET, separated by commas.',
      );
  });

  it('accept a path for clients', () => {
    for (const PUSHER_PUBLIC_PATH of ['/a/ws', '/a/ws/'])
      expect(readSettings({ PUSHER_PUBLIC_PATH }, nowhere).publicAddress).toEqual({ publicPath: '/a/ws' });
  });

  it('have defaults', () => {
    expect(readSettings({}, nowhere)).toEqual({
      port: 4000,
      host: '127.0.0.1',
      channelsPort: 6001,
      store: { sqlite: '.data/gateway.db' },
      jwtSecret: undefined,
      pusher: undefined,
    });
  });

  it('come from the environment first, then from the file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), '.env');
    writeFileSync(file, 'PORT=5000\nCHANNELS_PORT=7000\nSTORE=redis://127.0.0.1:6379\nPUSHER_CLUSTER=\n');
    expect(readSettings({ PORT: '5001' }, file)).toMatchObject({
      port: 5001,
      channelsPort: 7000,
      store: { redis: 'redis://127.0.0.1:6379' },
      pusher: undefined,
    });
  });

  it('turn off introspection and GraphiQL in production with Pusher, unless they are set', () => {
    const closed = { introspection: false, graphiql: false };
    const production = { GATEWAY_ENV: 'production' };
    expect(readSettings({ ...hosted, ...production }, nowhere)).toMatchObject(closed);
    expect(readSettings({ ...hosted }, nowhere)).not.toMatchObject(closed);
    expect(readSettings(production, nowhere)).not.toMatchObject(closed);
    const open = { ...hosted, ...production, GRAPHIQL: 'true', INTROSPECTION: '1' };
    expect(readSettings(open, nowhere)).toMatchObject({ introspection: true, graphiql: true });
  });

  it('accept a list of origins', () => {
    const { corsOrigins } = readSettings({ CORS_ORIGINS: 'https://a.test, http://localhost:5173,' }, nowhere);
    expect(corsOrigins).toEqual(['https://a.test', 'http://localhost:5173']);
  });

  it('accept another address for clients than for gateways, except for hosted Pusher', () => {
    const { PUSHER_CLUSTER: _cluster, ...own } = hosted;
    const address = {
      PUSHER_PUBLIC_HOST: 'ws.example.com',
      PUSHER_PUBLIC_PORT: '443',
      PUSHER_PUBLIC_USE_TLS: 'true',
    };
    const publicAddress = { publicHost: 'ws.example.com', publicPort: 443, publicUseTLS: true };
    const inside = { ...own, PUSHER_HOST: 'channels', PUSHER_PORT: '6001', PUSHER_USE_TLS: 'false' };
    expect(readSettings({ ...inside, ...address }, nowhere)).toMatchObject({ publicAddress });
    // The embedded server may be behind a proxy too.
    expect(readSettings(address, nowhere)).toMatchObject({ publicAddress, pusher: undefined });
    expect(() => readSettings({ ...hosted, ...address }, nowhere)).toThrow(
      'PUSHER_PUBLIC_* applies to PUSHER_HOST only',
    );
  });

  it('configure hosted Pusher or another Channels server', () => {
    expect(readSettings({ ...hosted, STORE: 'sqlite::memory:' }, nowhere)).toMatchObject({
      store: { sqlite: ':memory:' },
      pusher: { appId: '1', key: 'key', secret: 'top-secret', cluster: 'eu', useTLS: true },
    });
    const { PUSHER_CLUSTER: _cluster, ...own } = hosted;
    const variables = { ...own, PUSHER_HOST: 'localhost', PUSHER_PORT: '6001', PUSHER_USE_TLS: 'false' };
    expect(readSettings(variables, nowhere).pusher).toMatchObject({
      host: 'localhost',
      port: 6001,
      useTLS: false,
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a port that is not a number',
      { PORT: 'abc' },
      'PORT "abc" is not a port. Use a whole number from 0 to 65535.',
    ],
    [
      'a port out of range',
      { CHANNELS_PORT: '70000' },
      'CHANNELS_PORT "70000" is not a port. Use a whole number from 0 to 65535.',
    ],
    [
      'an unknown environment',
      { GATEWAY_ENV: 'prod' },
      'GATEWAY_ENV "prod" is not an environment. Use development or production.',
    ],
    [
      'a URL instead of an origin',
      { CORS_ORIGINS: 'https://a.test,https://b.test/page' },
      'CORS_ORIGINS "https://a.test,https://b.test/page" contains "https://b.test/page", which is not an origin. Use',
    ],
    [
      'a secret that can be guessed, in production',
      { GATEWAY_ENV: 'production', JWT_SECRET: 'hunter2' },
      'JWT_SECRET has fewer than 32 bytes',
    ],
    [
      'a store of another kind',
      { STORE: 'mysql://x' },
      'STORE "mysql://x" is not a store. Use sqlite:FILE, sqlite::memory: or redis://HOST.',
    ],
    [
      'an invalid boolean',
      { ...hosted, PUSHER_USE_TLS: 'maybe' },
      'PUSHER_USE_TLS "maybe" is not a boolean. Use true or false.',
    ],
    [
      'a host with a port',
      { ...own, PUSHER_HOST: '127.0.0.1:6001' },
      'PUSHER_HOST "127.0.0.1:6001" contains a port: use the host only, and set PUSHER_PORT=6001.',
    ],
    ['an IPv6 host with a port', { ...own, PUSHER_HOST: '[::1]:6001' }, 'contains a port'],
    ['a host with a scheme', { ...own, PUSHER_HOST: 'https://ws.test' }, 'contains a scheme'],
    ['a host with a path', { ...own, PUSHER_HOST: 'ws.test/ws' }, 'contains a path'],
    ['a host with a space', { ...own, PUSHER_HOST: 'ws test' }, 'is not a host'],
    ['an address out of range', { ...own, PUSHER_HOST: '127.0.0.999' }, 'is not a host'],
    ['a host with credentials', { ...own, PUSHER_HOST: 'me:top-secret@ws.test' }, 'contains credentials'],
    ['a public host with a port', { PUSHER_PUBLIC_HOST: 'ws.test:443' }, 'set PUSHER_PUBLIC_PORT=443'],
    ['a public host with a path', { PUSHER_PUBLIC_HOST: 'ws.test/ws' }, 'set PUSHER_PUBLIC_PATH'],
    [
      'a public path without a slash',
      { PUSHER_PUBLIC_PATH: 'ws' },
      'is not a path. Use a path that begins with /',
    ],
    [
      'port 0 for outgoing connections',
      { ...own, PUSHER_HOST: 'h', PUSHER_PORT: '0' },
      'is not a port. Use a whole number from 1 to 65535.',
    ],
    ['a port below 0', { PORT: '-1' }, 'PORT "-1" is not a port. Use a whole number from 0 to 65535.'],
    [
      'a port with a fraction',
      { PORT: '80.5' },
      'PORT "80.5" is not a port. Use a whole number from 0 to 65535.',
    ],
    [
      'a listening address with a port',
      { HOST: '0.0.0.0:80' },
      'contains a port: use the host only, and set PORT=80',
    ],
    [
      'a cluster and a host',
      { ...hosted, PUSHER_HOST: 'ws.test' },
      'PUSHER_CLUSTER (hosted Pusher) and PUSHER_HOST',
    ],
    ['a cluster and a port', { ...hosted, PUSHER_PORT: '443' }, 'PUSHER_PORT applies to PUSHER_HOST only'],
    ['an origin with credentials', { CORS_ORIGINS: 'https://me:top-secret@a.test' }, 'CORS_ORIGINS'],
    ['a keep-alive timeout of 0', { KEEP_ALIVE_TIMEOUT: '0' }, 'seconds above 0'],
    [
      'incomplete settings of Pusher',
      { PUSHER_APP_ID: '1' },
      'PUSHER_APP_KEY, PUSHER_APP_SECRET must be set as well',
    ],
    [
      'Pusher without a cluster or host',
      { PUSHER_APP_ID: '1', PUSHER_APP_KEY: 'k', PUSHER_APP_SECRET: 's' },
      'PUSHER_CLUSTER (hosted Pusher) or PUSHER_HOST',
    ],
    [
      'a master key of another length',
      { ...hosted, PUSHER_ENCRYPTION_MASTER_KEY: 'c2hvcnQ=' },
      'PUSHER_ENCRYPTION_MASTER_KEY is not 32 bytes in base64',
    ],
  ])('reject %s in one line', (_what, variables, line) => {
    try {
      readSettings(variables, nowhere);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      const { message } = error as Error;
      expect(message).toContain(line);
      expect(message).not.toContain('\n');
      expect(message).not.toContain('top-secret');
    }
  });
});
