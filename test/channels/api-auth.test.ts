import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../src/signing/index.ts';
import { credentials, sdkFor, startWorld } from './support/world.ts';

const { id, key, secret } = credentials;
const path = `/apps/${id}/events`;
const body = JSON.stringify({ name: 'message', data: '{}', channels: ['room'] });

interface Forged {
  query?: Record<string, string | undefined>;
  body?: string;
  secret?: string;
  signature?: string;
}

/** Sends a request as an SDK does, except for the forged parts. */
async function request(url: string, forged: Forged = {}): Promise<{ status: number; text: string }> {
  const query = Object.entries({
    auth_key: key,
    auth_timestamp: String(Math.floor(Date.now() / 1_000)),
    auth_version: '1.0',
    body_md5: createHash('md5').update(body).digest('hex'),
    ...forged.query,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const signature = forged.signature ?? signRequest(forged.secret ?? secret, { method: 'POST', path, query });
  const search = new URLSearchParams([...query, ['auth_signature', signature]]);
  const response = await fetch(`${url}${path}?${search}`, { method: 'POST', body: forged.body ?? body });
  return { status: response.status, text: await response.text() };
}

describe('a request to the HTTP API', () => {
  it('with a valid signature succeeds', async () => {
    const { url } = await startWorld();
    expect(await request(url)).toEqual({ status: 200, text: '{}' });
  });

  const seconds = Math.floor(Date.now() / 1_000);
  it.each<[string, Forged, string]>([
    [
      'signed with another secret',
      { secret: 'guessed' },
      'Invalid signature: you should have sent HmacSHA256Hex("POST',
    ],
    ['with a malformed signature', { signature: 'x' }, 'Invalid signature'],
    ['with the key of another app', { query: { auth_key: 'other' } }, 'Unknown auth_key'],
    ['from 11 minutes ago', { query: { auth_timestamp: String(seconds - 660) } }, 'Timestamp expired'],
    ['from 11 minutes ahead', { query: { auth_timestamp: String(seconds + 660) } }, 'Timestamp expired'],
    ['with a timestamp that is not a number', { query: { auth_timestamp: 'now' } }, 'Timestamp expired'],
    ['with another version', { query: { auth_version: '2.0' } }, 'auth_version'],
    ['whose body was changed in transit', { body: body.replace('room', 'vault') }, 'body_md5'],
    ['without the digest of its body', { query: { body_md5: undefined } }, 'body_md5'],
    ['without a key', { query: { auth_key: undefined } }, 'auth_key'],
  ])('%s is rejected with 401', async (_, forged, expectedMessage) => {
    const { url, server } = await startWorld();
    const { status, text } = await request(url, forged);
    expect(status).toBe(401);
    expect(text).toContain(expectedMessage);
    expect(text).not.toContain(secret);
    expect(server.stats().published).toBe(0);
  });

  it('cannot be replayed with another body or path', async () => {
    const { url } = await startWorld();
    const query = sdkFor(1).createSignedQueryString({
      method: 'POST',
      path,
      body,
      params: {},
    });
    const send = (to: string, text: string) => fetch(`${url}${to}?${query}`, { method: 'POST', body: text });
    expect((await send(path, body)).status).toBe(200);
    expect((await send(path, body.replace('message', 'massage'))).status).toBe(401);
    expect((await send(`/apps/${id}/batch_events`, body)).status).toBe(401);
  });

  it('to an unknown app is rejected with 404', async () => {
    const { port } = await startWorld();
    await expect(
      sdkFor(port, { ...credentials, id: 'unknown' }).trigger('a', 'b', 'c'),
    ).rejects.toMatchObject({
      status: 404,
      body: 'Unknown app_id unknown. Check the app id in the path.',
    });
  });

  it('to an unknown path is rejected with 404, and with another method with 405', async () => {
    const { sdk, url } = await startWorld();
    await expect(sdk.get({ path: '/nothing', params: {} })).rejects.toMatchObject({ status: 404 });
    await expect(sdk.get({ path: '/events', params: {} })).rejects.toMatchObject({ status: 405 });
    await expect(sdk.post({ path: '/channels', body: '{}', params: {} })).rejects.toMatchObject({
      status: 405,
    });
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });

  it('whose body is not JSON is rejected with 400, and whose body is too large with 413', async () => {
    const { url } = await startWorld();
    const signed = (text: string): Forged => ({
      body: text,
      query: { body_md5: createHash('md5').update(text).digest('hex') },
    });
    expect(await request(url, signed('{'))).toEqual({ status: 400, text: 'The body is not valid JSON.' });
    expect(await request(url, signed('x'.repeat(2_000_000)))).toMatchObject({ status: 413 });
  });
});
