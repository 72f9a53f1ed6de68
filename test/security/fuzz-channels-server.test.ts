import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawClient } from '../channels/support/raw-client.ts';
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
    /** What they may do, with anything in it: join channels of their own, say something there, sign in. */
    const ofTheirOwn = fc
      .tuple(
        fc.constantFrom('private-of-mallory', 'presence-of-mallory', 'presence-cache-of-mallory', 'public'),
        fc.record({ user_id: fc.oneof(text, json), user_info: json }, { requiredKeys: ['user_id'] }),
        json,
        fc.constantFrom('join', 'join', 'leave', 'say', 'sign in'),
      )
      .map(([name, member, data, what]) => (client: RawClient): string => {
        const signed = world.sdk.authorizeChannel(client.socketId, name, member as never);
        const userData = JSON.stringify({ ...member, id: member.user_id });
        const message = {
          join: { event: 'pusher:subscribe', data: { channel: name, ...signed } },
          leave: { event: 'pusher:unsubscribe', data: { channel: name } },
          say: { event: 'client-x', channel: name, data },
          'sign in': {
            event: 'pusher:signin',
            data: { user_data: userData, auth: signInAuth(client.socketId, userData) },
          },
        };
        return JSON.stringify(message[what as keyof typeof message]);
      });
    const frames: fc.Arbitrary<string | Buffer | ((client: RawClient) => string)> = fc.oneof(
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
      // Inside of each other, and within the bytes that a frame may have.
      fc
        .tuple(fc.integer({ min: 1, max: 4_900 }), fc.constantFrom('client-x', 'pusher:subscribe'))
        .map(
          ([levels, name]) =>
            `{"event":"${name}","channel":"private-of-mallory","data":${'['.repeat(levels)}${']'.repeat(levels)}}`,
        ),
      text,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      ofTheirOwn,
    );
    let mallory = await world.raw();
    await fuzz({
      what: 'frames',
      cases: frames,
      reaches: [
        'pusher:error',
        'pusher_internal:subscription_succeeded',
        'pusher:pong',
        'pusher:signin_success',
      ],
      async tryTogether(all, saw) {
        mallory.ws.close();
        mallory = await world.raw();
        for (const frame of all) {
          const before = mallory.messages.length;
          mallory.ws.send(typeof frame === 'function' ? frame(mallory) : frame);
          // Whoever sends what is no frame at all may be sent away, and comes back, so that the rest is looked at, too.
          const alive = await Promise.race([
            mallory.settled().then(() => true),
            mallory.closed.then(() => false),
          ]).catch(() => false);
          const answers = mallory.messages.slice(before, alive ? -1 : undefined);
          const joined = answers.filter(
            (message) =>
              message.event === 'pusher_internal:subscription_succeeded' &&
              /^(private|presence)-/.test(message.channel ?? '') &&
              !/-of-mallory$/.test(message.channel ?? ''),
          );
          expect(joined).toEqual([]);
          for (const { event: happened } of answers) saw(happened);
          if (alive && answers.length === 0) saw('no answer');
          if (alive) continue;
          saw('sent away');
          mallory = await world.raw();
        }
      },
    });
    // Nobody who was not let on has said anything there.
    await honest.settled();
    expect(honest.messages.map((message) => message.event)).toEqual([
      'pusher:connection_established',
      'pusher_internal:subscription_succeeded',
      'pusher:pong',
    ]);
    await world.sdk.trigger('private-room-secret', 'last', '1');
    await honest.next('last');
    expect(mallory.messages.filter((message) => message.event === 'last')).toEqual([]);
    expect(failures).toEqual([]);
  }, 120_000);

  it('deep inside of each other is told so to who sent it, and is no failure', async () => {
    const failures: unknown[] = [];
    const world = await startWorld({ clientEvents: true }, { onError: (error) => failures.push(error) });
    const mallory = await world.raw();
    const deep = `${'['.repeat(4_900)}${']'.repeat(4_900)}`;
    const say = `{"event":"client-x","channel":"private-of-mallory","data":${deep}}`;
    mallory.ws.send(say);
    await mallory.next('pusher:error');
    const { auth } = world.sdk.authorizeChannel(mallory.socketId, 'private-of-mallory');
    mallory.send('pusher:subscribe', { channel: 'private-of-mallory', auth });
    await mallory.next('pusher_internal:subscription_succeeded');
    mallory.ws.send(say);
    expect(JSON.stringify(await mallory.next('pusher:error'))).toContain('too deep');
    await mallory.settled();
    expect(failures).toEqual([]);
  });

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
    const names = fc.constantFrom('public', 'private-x', 'presence-x', 'cache-x', 'private-encrypted-x');
    const bodies = fc.oneof(
      // Events as they should be, with anything in them.
      fc
        .record(
          {
            name: text,
            data: text,
            channels: fc.array(names, { minLength: 1, maxLength: 3 }),
            info: text,
            socket_id: text,
          },
          { requiredKeys: ['name', 'data', 'channels'] },
        )
        .map((value) => JSON.stringify(value)),
      fc
        .array(fc.record({ name: text, data: text, channel: names }), { maxLength: 11 })
        .map((batch) => JSON.stringify({ batch })),
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
    await fuzz({
      what: 'requests of the HTTP API',
      cases: fc.tuple(
        fc.constantFrom('GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE'),
        paths,
        queries,
        bodies,
        kinds,
      ),
      reaches: [200, 400, 401, 404],
      async tryTogether(all, saw) {
        await Promise.all(
          all.map(async ([method, resource, extra, text_, kind]) => {
            const path = `/apps/${credentials.id}${resource}`;
            const body = method === 'POST' || method === 'PUT' ? text_.toWellFormed() : '';
            const secret = kind === 'signed' ? credentials.secret : 'guessed';
            const query = signedQuery({ method, path, body, secret, extra, isSigned: kind !== 'not signed' });
            const [status, answer] = await ask(method, path, query, body);
            saw(status);
            expect(status, answer).toBeLessThan(500);
            expect(answer).not.toMatch(/\n {4}at |node_modules/);
            // Longer than the head of a request may be.
            if (kind !== 'signed') expect([401, 431]).toContain(status);
          }),
        );
      },
    });
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

function signInAuth(socketId: string, userData: string): string {
  const mark = createHmac('sha256', credentials.secret)
    .update(`${socketId}::user::${userData}`)
    .digest('hex');
  return `${credentials.key}:${mark}`;
}
