import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentials, startWorld } from '../channels/support/world.ts';
import { damaged, fuzz, json, text } from './support/fuzz.ts';

describe('whatever is sent to the Channels server', () => {
  it('as frames stops nobody, and brings nobody onto a channel without its auth', async () => {
    const failures: unknown[] = [];
    const world = await startWorld(
      { clientEvents: true, userAuthentication: true },
      { onError: (error) => failures.push(error) },
    );
    const honest = await world.raw();
    const auth = world.sdk.authorizeChannel(honest.socketId, 'private-room-secret').auth;
    honest.send('pusher:subscribe', { channel: 'private-room-secret', auth });
    await honest.next('pusher_internal:subscription_succeeded');

    const event = fc.oneof(
      fc.constantFrom(
        'pusher:subscribe',
        'pusher:unsubscribe',
        'pusher:ping',
        'pusher:pong',
        'pusher:signin',
        'client-x',
      ),
      text,
    );
    const channel = fc.oneof(
      fc.constantFrom('private-room-secret', 'presence-x', 'public', '#server-to-user-ada'),
      text,
    );
    const frames = fc.oneof(
      fc
        .record(
          {
            event,
            channel: fc.oneof(channel, json),
            data: fc.oneof(
              json,
              fc.record({ channel, auth: fc.oneof(fc.constant(auth), text), channel_data: json }),
              fc.record({ auth: text, user_data: text }),
            ),
          },
          { requiredKeys: [] },
        )
        .map((frame) => JSON.stringify(frame)),
      damaged('{"event":"pusher:subscribe","data":{"channel":"private-room-secret","auth":"test-key:0"}}'),
      text,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    );
    let mallory = await world.raw();
    await fuzz('frames', frames, async (all) => {
      for (const frame of all) mallory.ws.send(frame);
      // Whoever sends what is no frame at all may be sent away, and comes back.
      const alive = await Promise.race([
        mallory.settled().then(() => true),
        mallory.closed.then(() => false),
      ]).catch(() => false);
      const joined = mallory.messages.filter(
        (message) =>
          message.event === 'pusher_internal:subscription_succeeded' &&
          /^(private|presence)-/.test(message.channel ?? ''),
      );
      expect(joined).toEqual([]);
      if (!alive) mallory = await world.raw();
    });
    await world.sdk.trigger('private-room-secret', 'last', '1');
    await honest.next('last');
    expect(mallory.messages.filter((message) => message.event === 'last')).toEqual([]);
    expect(failures).toEqual([]);
  }, 120_000);

  it('as requests of the HTTP API, signed or not, never fails', async () => {
    const failures: unknown[] = [];
    const world = await startWorld({}, { onError: (error) => failures.push(error) });
    const honest = await world.raw();
    honest.send('pusher:subscribe', { channel: 'public' });
    await honest.next('pusher_internal:subscription_succeeded');
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });

    const ask = (method: string, path: string, query: string, body: string): Promise<[number, string]> =>
      new Promise((resolve, reject) => {
        const options = { agent, method, host: '127.0.0.1', port: world.port, path: `${path}?${query}` };
        const sent = request(options, (response) => {
          let answer = '';
          response.setEncoding('utf8').on('data', (piece) => {
            answer += piece;
          });
          response.on('end', () => resolve([response.statusCode ?? 0, answer]));
        });
        sent.on('error', reject).end(body);
      });

    const paths = fc.oneof(
      fc.constantFrom(
        '/events',
        '/batch_events',
        '/channels',
        '/channels/public',
        '/channels/presence-x/users',
        '/users/ada/terminate_connections',
      ),
      text.map((name) => `/channels/${encodeURIComponent(name.toWellFormed())}`),
      text.map((name) => `/${encodeURIComponent(name.toWellFormed())}`),
    );
    const bodies = fc.oneof(
      json.map((value) => JSON.stringify(value)),
      fc
        .record(
          {
            name: json,
            data: json,
            channels: fc.oneof(json, fc.array(text)),
            channel: json,
            socket_id: json,
            info: json,
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
      damaged('{"batch":[{"channel":"public","name":"x","data":"1","info":"subscription_count"}]}'),
      text,
    );
    const queries = fc.dictionary(
      fc.oneof(
        fc.constantFrom('info', 'filter_by_prefix', 'auth_key', 'body_md5'),
        fc.stringMatching(/^[a-z_]{1,8}$/),
      ),
      text,
      { maxKeys: 3 },
    );
    const kinds = fc.constantFrom('signed', 'signed', 'signed', 'not signed', 'signed by another');
    await fuzz(
      'requests',
      fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), paths, queries, bodies, kinds),
      async (all) => {
        await Promise.all(
          all.map(async ([method, resource, extra, text_, kind]) => {
            const path = `/apps/${credentials.id}${resource}`;
            const body = method === 'POST' || method === 'PUT' ? text_.toWellFormed() : '';
            const secret = kind === 'signed' ? credentials.secret : 'guessed';
            const query = signedQuery({ method, path, body, secret, extra, isSigned: kind !== 'not signed' });
            const [status, answer] = await ask(method, path, query, body);
            expect(status, answer).toBeLessThan(500);
            expect(answer).not.toMatch(/\n {4}at |node_modules/);
            if (kind !== 'signed') expect(status).toBe(401);
          }),
        );
      },
    );
    agent.destroy();
    await world.sdk.trigger('public', 'last', '1');
    await honest.next('last');
    expect(failures).toEqual([]);
  }, 120_000);
});

function signedQuery(asked: {
  method: string;
  path: string;
  body: string;
  secret: string;
  extra: Record<string, string>;
  isSigned: boolean;
}): string {
  const { method, path, body, secret, extra, isSigned } = asked;
  const parameters: Record<string, string> = {
    ...Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, value.toWellFormed()])),
    auth_key: credentials.key,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    ...(body === '' ? {} : { body_md5: createHash('md5').update(body).digest('hex') }),
  };
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `${method}\n${path}\n${sorted.map(([name, value]) => `${name}=${value}`).join('&')}`;
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return [...sorted, ...(isSigned ? [['auth_signature', signature]] : [])]
    .map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
