import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import type { ConsoleFrame } from '../../src/builtins/generated/resolvers.ts';
import { useConsolePage } from '../../src/yoga/use-console-page.ts';
import { tokenFor } from '../support/stack.ts';
import { type ConsoleWorld, framesQuery, startConsoleWorld } from './support/console-world.ts';

const overview = /* GraphQL */ `
  {
    consoleOverview {
      server { connections }
      countsSubscribers
      channels { name kind subscribers operations }
      operations { id field topic document variables channels subscribers executions lastResult }
      topics { key field operations depth }
      fields { name template arguments claims eventType }
      eventTypes { name fields { name type } isOpen values }
      omitted
    }
  }
`;
const room = 'subscription Room { messageAdded(roomId: "dogs") { text } }';

/** Starts a gateway with a console that is closed after the test. */
async function start(
  onTestFinished: (stop: () => Promise<void>) => void,
  options?: Parameters<typeof startConsoleWorld>[0],
): Promise<ConsoleWorld> {
  const world = await startConsoleWorld(options);
  onTestFinished(() => world.close());
  return world;
}

/** Returns the first frame that fulfills the condition. */
async function frameThat(
  frames: AsyncIterableIterator<ConsoleFrame>,
  condition: (frame: ConsoleFrame) => boolean,
): Promise<ConsoleFrame> {
  for (;;) {
    const { value, done } = await frames.next();
    if (done) throw new Error('The subscription completed before the expected frame.');
    if (condition(value)) return value;
  }
}

// Frames arrive once per second, so the tests run concurrently.
describe.concurrent("the console's frames", () => {
  it('contain events, executions, deliveries and latency, and the outcome of each event', async ({
    onTestFinished,
  }) => {
    const world = await start(onTestFinished);
    await world.subscribe(room);
    await world.subscribe(room);
    const frames = await world.watch();
    await frames.next();
    await world.gateway.publish('messageAdded', { roomId: 'dogs' }, { id: '1', text: 'Woof.' });
    const frame = await frameThat(frames, ({ events }) => events > 0);
    expect(frame).toMatchObject({ events: 1, executions: 1, messages: 1 });
    expect(frame.latencies).toHaveLength(1);
    expect(frame.log).toMatchObject([
      { kind: 'SENT', field: 'messageAdded', topic: 'messageAdded:room-dogs', results: 1 },
    ]);
    expect(frame.log[0]?.text).toBe('{"id":"1","text":"Woof."}');
    expect(frame.operations).toMatchObject([
      { executions: 1, lastResult: '{"data":{"messageAdded":{"text":"Woof."}}}' },
    ]);
  });

  it('do not count themselves: without other activity all counts stay 0', async ({ onTestFinished }) => {
    const world = await start(onTestFinished);
    const frames = await world.watch();
    for (let each = 0; each < 3; each++) {
      const { value } = await frames.next();
      expect(value).toMatchObject({ events: 0, executions: 0, messages: 0, log: [], operations: [] });
    }
  });

  it('contain connections and deliveries if the Channels server is in the process, and null otherwise', async ({
    onTestFinished,
  }) => {
    const world = await start(onTestFinished);
    const unknown = (await (await world.watch()).next()).value;
    expect(unknown).toMatchObject({ connections: null, deliveries: null });

    let stats = { connections: 5, channels: 1, users: 0, sent: 100 };
    const counting = await start(onTestFinished, { channelsServer: { stats: () => stats } });
    const frames = await counting.watch();
    await frames.next();
    stats = { ...stats, sent: 150 };
    const known = await frameThat(frames, ({ deliveries }) => (deliveries ?? 0) > 0);
    expect(known).toMatchObject({ connections: 5 });
  });

  it('contain denied subscriptions and gaps', async ({ onTestFinished }) => {
    const world = await start(onTestFinished);
    const frames = await world.watch();
    await frames.next();
    await world.request({ query: room, extensions: { pusher: { socketId: '1.2' } } });
    const denied = await frameThat(frames, ({ log }) => log.length > 0);
    expect(denied.log).toMatchObject([{ kind: 'DENIED', text: expect.stringMatching(/^UNAUTHENTICATED: /) }]);
    const position = { epoch: 'another', offset: 1 };
    await world.grant('1.2', { query: room, token: world.token, extensions: { pusher: { position } } });
    const gap = await frameThat(frames, ({ log }) => log.some(({ kind }) => kind === 'GAP'));
    expect(gap.changed).toBe(true);
  });
});

describe.concurrent("the console's overview", () => {
  it('shows operations with their subscribers, channels and topics, without those of the console', async ({
    onTestFinished,
  }) => {
    const world = await start(onTestFinished);
    const frames = await world.watch();
    await frames.next();
    await world.subscribe(room);
    await world.subscribe(room);
    await world.gateway.publish('messageAdded', { roomId: 'dogs' }, { id: '1', text: 'Woof.' });
    const { data } = await world.request({ query: overview, token: world.token });
    const shown = data.consoleOverview;
    expect(shown).toMatchObject({
      countsSubscribers: true,
      omitted: 0,
      server: null,
      topics: [{ key: 'messageAdded:room-dogs', field: 'messageAdded', operations: 1, depth: 0 }],
      fields: [
        {
          name: 'messageAdded',
          template: 'room-{roomId}',
          arguments: ['roomId'],
          claims: [],
          eventType: 'Message!',
        },
        {
          name: 'priceChanged',
          template: 'price-{symbol}',
          arguments: ['symbol'],
          claims: [],
          eventType: 'Price!',
        },
      ],
      eventTypes: [
        {
          name: 'Message',
          fields: [
            { name: 'id', type: 'ID!' },
            { name: 'text', type: 'String!' },
            { name: 'author', type: 'String' },
          ],
          isOpen: false,
          values: null,
        },
        { name: 'Price' },
      ],
    });
    expect(shown.operations).toMatchObject([
      { field: 'messageAdded', channels: 1, subscribers: 2, executions: 1 },
    ]);
    expect(shown.operations[0].document).toContain('subscription Room');
    expect(shown.channels).toMatchObject([
      { kind: 'OPERATION', subscribers: 2, operations: [shown.operations[0].id] },
    ]);
  });

  it('describes only the parts of events that GraphQL reads without a resolver', async ({
    onTestFinished,
  }) => {
    const world = await start(onTestFinished, {
      resolvers: {
        Subscription: { priceChanged: { resolve: (event: unknown) => event } },
        Message: { author: () => 'Ada' },
      },
    });
    const { data } = await world.request({ query: overview, token: world.token });
    const { fields, eventTypes } = data.consoleOverview;
    expect(fields).toMatchObject([{ eventType: 'Message!' }, { eventType: null }]);
    expect(eventTypes).toMatchObject([
      { name: 'Message', fields: [{ name: 'id' }, { name: 'text' }], isOpen: true },
    ]);
  });

  it('shows waiting events', async ({ onTestFinished }) => {
    const world = await start(onTestFinished);
    await world.store.mailboxes.append('messageAdded:room-cats', { id: '1', body: '{}' });
    const { data } = await world.request({ query: overview, token: world.token });
    expect(data.consoleOverview.topics).toMatchObject([{ key: 'messageAdded:room-cats', depth: 1 }]);
  });
});

describe.concurrent('access to the console', () => {
  it('is denied without a token, and to users whom the rule does not allow', async ({ onTestFinished }) => {
    const world = await start(onTestFinished);
    const codeOf = async (query: string, token?: string) => {
      const extensions = query === overview ? {} : { pusher: { socketId: '1.2' } };
      const { errors } = await world.request({ query, token, extensions });
      return errors?.[0]?.extensions?.code;
    };
    const eve = await tokenFor('eve');
    for (const query of [overview, framesQuery]) {
      expect(await codeOf(query)).toBe('UNAUTHENTICATED');
      expect(await codeOf(query, eve)).toBe('FORBIDDEN');
      expect(await codeOf(query, world.token)).toBeUndefined();
    }
  });

  it('excludes publishing on its subscription field', async ({ onTestFinished }) => {
    const world = await start(onTestFinished);
    const publish = 'mutation { publish(field: "console", event: {}) { id } }';
    const { errors } = await world.request({ query: publish, token: world.token });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('without the rule, the gateway has neither the page nor its operations', async ({ onTestFinished }) => {
    const world = await start(onTestFinished, { rules: {} });
    const { errors } = await world.request({ query: overview, token: world.token });
    expect(errors?.[0]?.message).toContain('Cannot query field "consoleOverview"');
    const page = await world.gateway.fetch(
      new Request('http://gateway.test/console', { headers: { accept: 'text/html' } }),
    );
    expect(page.status).toBe(404);
  });

  it('returns the page for any Accept header', async () => {
    const page = { content: new Uint8Array(Buffer.from('<html></html>')) };
    const yoga = createYoga({ graphiql: false, logging: false, plugins: [useConsolePage(async () => page)] });
    const response = await yoga.fetch(new Request('http://gateway.test/console'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});
