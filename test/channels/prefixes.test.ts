import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../src/channels/http/target.ts';
import { signRequest } from '../../src/signing/index.ts';
import { credentials, startWorld } from './support/world.ts';

const { id, key, secret } = credentials;

/** Sends a request to the HTTP API under a prefix. `signed` is the path that the signature covers. */
async function post(url: string, path: string, signed: string, body: string): Promise<number> {
  const query: [string, string][] = [
    ['auth_key', key],
    ['auth_timestamp', String(Math.floor(Date.now() / 1_000))],
    ['auth_version', '1.0'],
    ['body_md5', createHash('md5').update(body).digest('hex')],
  ];
  const signature = signRequest(secret, { method: 'POST', path: signed, query });
  const search = new URLSearchParams([...query, ['auth_signature', signature]]);
  return (await fetch(`${url}${path}?${search}`, { method: 'POST', body })).status;
}

describe('the HTTP API behind a prefix', () => {
  const own = `/apps/${id}/events`;
  const body = JSON.stringify({ name: 'message', data: '{}', channel: 'room', channels: null });

  it.each(['', '/ws', '/a/b/c', '/apps', '/apps/other', `/apps/${id}`])(
    'accepts the prefix "%s", whether the SDK signs it (for a proxy that keeps it) or not (the PHP SDK)',
    async (prefix) => {
      const { url, server } = await startWorld();
      expect(await post(url, prefix + own, own, body)).toBe(200);
      expect(await post(url, prefix + own, prefix + own, body)).toBe(200);
      expect(await post(url, prefix + own, '/elsewhere', body)).toBe(401);
      expect(server.stats().published).toBe(2);
    },
  );

  it('finds the app and the resource after any prefix', () => {
    const word = fc.constantFrom(
      'apps',
      'app',
      'events',
      'channels',
      'users',
      'a',
      '1',
      'terminate_connections',
    );
    const resource = fc.oneof(
      fc.constantFrom('events', 'batch_events', 'channels'),
      word.map((name) => `channels/${name}`),
      word.map((name) => `channels/${name}/users`),
      word.map((name) => `users/${name}/terminate_connections`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), word, resource, (prefix, appId, wanted) => {
        const path = `/apps/${appId}/${wanted}`;
        const whole = prefix.map((each) => `/${each}`).join('') + path;
        expect(targetOf(whole, (each) => each === appId)).toEqual({
          path,
          appId,
          resource: wanted,
        });
      }),
    );
  });
});
