import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { startScriptedPusher } from './support/scripted-pusher.ts';

const trigger = { channels: ['room'], event: 'said', json: '1', info: ['subscriptionCount'] as const };
const batch = [trigger, { ...trigger, channels: ['other'] }];

/** Ways in which servers in PHP and other languages serialize an empty value. */
const emptyValues = ['[]', '{}', 'null'];

/** Responds to every request with 200 and this text. */
async function transportFor(body: string) {
  const { transport, requests } = await startScriptedPusher((response) => response.end(body));
  return { ...transport, requests };
}

describe('a response about channels', () => {
  it.each(emptyValues)('an empty list of channels can be %s', async (emptyValue) => {
    expect(await (await transportFor(`{"channels":${emptyValue}}`)).channels('')).toEqual(new Map());
  });

  it.each(['{}', '[]'])('a response without channels can be just %s', async (body) => {
    const { channels, members, channel } = await transportFor(body);
    expect(await channels('')).toEqual(new Map());
    expect(await members('presence-room')).toEqual([]);
    expect(await channel('room')).toMatchObject({ occupied: false });
  });

  it.each(emptyValues)('the attributes of a channel can be %s', async (emptyValue) => {
    const { channels } = await transportFor(`{"channels":{"room":${emptyValue}}}`);
    expect([...(await channels('')).keys()]).toEqual(['room']);
  });

  it('channels whose names are numbers can be a list', async () => {
    const { channels } = await transportFor('{"channels":[{"subscription_count":3},[]]}');
    const found = await channels('');
    expect([...found].map(([name, facts]) => [name, facts.subscriptionCount])).toEqual([
      ['0', 3],
      ['1', undefined],
    ]);
  });

  it.each([
    ['null', undefined],
    ['3', 3],
    ['"3"', 3],
    ['"many"', undefined],
    ['{}', undefined],
  ])('a count may be %s', async (count, expected) => {
    const { channel } = await transportFor(
      `{"occupied":true,"user_count":${count},"subscription_count":${count}}`,
    );
    expect(await channel('presence-room')).toMatchObject({
      occupied: true,
      userCount: expected,
      subscriptionCount: expected,
    });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['0', false],
    ['null', false],
  ])('occupied can be %s', async (occupied, expected) => {
    expect((await (await transportFor(`{"occupied":${occupied}}`)).channel('room')).occupied).toBe(expected);
  });

  it('a channel with subscribers is occupied, even if the response omits that', async () => {
    expect(await (await transportFor('{"subscription_count":2}')).channel('room')).toMatchObject({
      occupied: true,
    });
  });

  it.each(['[]', '{}', 'null', '{"event":"said","data":"1"}'])('a cache can be %s', async (cache) => {
    const { channel } = await transportFor(`{"occupied":true,"cache":${cache}}`);
    expect(await channel('cache-room')).toMatchObject({ occupied: true, cache: undefined });
  });

  it.each(['[{"id":7},{"id":"ada"}]', '{"0":{"id":7},"2":{"id":"ada"}}'])(
    'members can be %s',
    async (users) => {
      expect(await (await transportFor(`{"users":${users}}`)).members('presence-room')).toEqual(['7', 'ada']);
    },
  );

  it('channels without the prefix are omitted if the server ignores the prefix', async () => {
    const { channels } = await transportFor('{"channels":{"presence-a":{},"private-a":{}}}');
    expect([...(await channels('private-')).keys()]).toEqual(['private-a']);
  });

  it('a 404 for the members of a channel without subscribers is an empty list', async () => {
    const { transport } = await startScriptedPusher((response) => response.writeHead(404).end('{}'));
    expect(await transport.members('presence-room')).toEqual([]);
  });

  it.each(['{}', '[]'])(
    'a 404 with %s for any other request is an error and not an empty list',
    async (body) => {
      const { transport } = await startScriptedPusher((response) => response.writeHead(404).end(body));
      for (const answer of [transport.channels(''), transport.channel('room')])
        await expect(answer).rejects.toMatchObject({ code: 'PUSHER_REFUSED' });
    },
  );

  it('a 404 with a reason is an error', async () => {
    const { transport } = await startScriptedPusher((response) =>
      response.writeHead(404).end('No matching application for ID [1].'),
    );
    await expect(transport.members('presence-room')).rejects.toMatchObject({ code: 'PUSHER_REFUSED' });
  });

  it.each(['{"error":"no such app"}', '<html></html>', '', '"channels"', '{"channels":["a"]}', '7'])(
    'any other response (%s) is an error and not an empty list',
    async (body) => {
      const { channels, channel, members } = await transportFor(body);
      for (const answer of [channels(''), channel('room'), members('presence-room')]) {
        await expect(answer).rejects.toMatchObject({ code: 'PUSHER_UNAVAILABLE' });
      }
    },
  );
});

describe('a response to a trigger', () => {
  it.each([
    ['{"channels":{"room":{"subscription_count":2}}}', 2],
    ['{"channels":{"room":{"subscription_count":null}}}', undefined],
    ['{"channels":{"room":[]}}', undefined],
    ['{"channels":[]}', undefined],
    ['{"ok":true}', undefined],
  ])('%s is read', async (body, expected) => {
    expect((await (await transportFor(body)).trigger(trigger)).get('room')?.subscriptionCount).toBe(expected);
  });

  it.each([
    ['{"batch":[{"subscription_count":1},{"subscription_count":2}]}', [1, 2]],
    ['{"batch":[[],{"subscription_count":2}]}', [undefined, 2]],
    ['{"batch":{"1":{"subscription_count":2}}}', [undefined, 2]],
    ['{"batch":{}}', [undefined, undefined]],
    ['{"batch":[]}', [undefined, undefined]],
    ['[]', [undefined, undefined]],
  ])('%s of a batch is read', async (body, expected) => {
    const facts = await (await transportFor(body)).triggerBatch(batch);
    expect(facts.map((each) => each.subscriptionCount)).toEqual(expected);
  });

  it('with status 2xx is a success, whatever the body is', async () => {
    let body = '';
    const { transport, requests } = await startScriptedPusher((response) => response.end(body));
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ channels: fc.jsonValue(), batch: fc.jsonValue() }).map((each) => JSON.stringify(each)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (each) => {
        body = each;
        requests.length = 0;
        await transport.trigger(trigger);
        expect(await transport.triggerBatch(batch)).toHaveLength(2);
        await transport.send([{ channel: 'room', event: 'said', json: '1' }]);
        await transport.sendToUser('ada', 'said', '1');
        await transport.terminateUserConnections('ada');
        expect(requests).toHaveLength(5);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a truncated response', () => {
  /** Sends the headers of a longer body, then a part of it, and closes the connection. */
  const startTruncating = (status: number) =>
    startScriptedPusher((response) => {
      response.writeHead(status, { 'content-length': '100' }).write('{"chan', () => response.destroy());
    });

  it('is a success after a 2xx', async () => {
    const { transport, requests } = await startTruncating(200);
    expect(await transport.triggerBatch(batch)).toEqual([{}, {}]);
    expect(requests).toEqual(['POST /apps/1/batch_events']);
  });

  it('is not an empty list', async () => {
    const { transport } = await startTruncating(200);
    await expect(transport.channels('')).rejects.toMatchObject({ code: 'PUSHER_UNAVAILABLE' });
  });

  it.each([
    [503, 'PUSHER_UNAVAILABLE'],
    [400, 'PUSHER_REFUSED'],
  ])('is classified by its status %i', async (status, code) => {
    const { transport } = await startTruncating(status);
    await expect(transport.trigger(trigger)).rejects.toMatchObject({ code, facts: { pusherStatus: status } });
  });

  it.each([200, 503])(
    'with status %i whose rest never arrives does not block a publisher',
    async (status) => {
      const { transport } = await startScriptedPusher(
        (response) => response.writeHead(status, { 'content-length': '100' }).write('{'),
        { timeout: 200 },
      );
      const outcome = transport.trigger(trigger);
      if (status === 200) expect(await outcome).toEqual(new Map());
      else await expect(outcome).rejects.toMatchObject({ code: 'PUSHER_UNAVAILABLE' });
    },
  );
});

describe('a redirect', () => {
  it.each([301, 302, 303])(
    'with status %i loses the body of a trigger, so the trigger fails',
    async (status) => {
      const { transport, requests } = await startScriptedPusher((response, { method }) => {
        if (method === 'POST') response.writeHead(status, { location: '/elsewhere' });
        response.end('<html>We will be back soon</html>');
      });
      await expect(transport.trigger(trigger)).rejects.toMatchObject({
        code: 'PUSHER_UNAVAILABLE',
        message: expect.stringContaining('redirects to another path'),
      });
      expect(requests).toEqual(['POST /apps/1/events', 'GET /elsewhere']);
    },
  );

  it('with status 307 keeps the body', async () => {
    const { transport, requests } = await startScriptedPusher((response, { url }) => {
      if (url?.startsWith('/apps')) response.writeHead(307, { location: '/elsewhere' });
      response.end('{}');
    });
    await transport.trigger(trigger);
    expect(requests).toEqual(['POST /apps/1/events', 'POST /elsewhere']);
  });
});

it('a gateway publishes once through a server whose responses cannot be parsed', async () => {
  const { transport, requests } = await startScriptedPusher((response) => response.end('OK'));
  const gateway = createGateway({
    typeDefs:
      'type Query { a: Int } type Subscription { said: String @channel(name: "said", access: PUBLIC) }',
    store: createSqliteStore(':memory:'),
    transport,
  });
  expect((await gateway.publish('said', {}, 'hello')).status).toBe('sent');
  expect(requests).toHaveLength(1);
  expect(await gateway.deadLetters()).toEqual([]);
  await gateway.dispose();
});
