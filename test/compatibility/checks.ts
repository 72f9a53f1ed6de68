import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Pusher } from '../support/pusher-js.ts';
import type { World } from './world.ts';

/** One row of the table in docs/compatibility.md. */
export interface Check {
  readonly name: string;
  /** Rejects or never settles if the server does not support the feature. Each check has its own channels, so that all checks can share a server. */
  run(world: World): Promise<unknown>;
}

type Bindable = { bind(event: string, listener: (data: unknown) => void): unknown };

const next = (source: Bindable, event: string): Promise<unknown> =>
  new Promise((resolve) => source.bind(event, resolve));

/** Subscribes through the gateway, and runs `then` when the client has joined the channel. */
function results(
  { client }: World,
  field: string,
  room: string,
  count: number,
  then: () => Promise<unknown>,
): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const received: unknown[] = [];
    const stop = client.subscribe<Record<string, unknown>>(
      { query: `subscription { ${field}(room: "${room}") }` },
      {
        next({ data }) {
          if (received.push(data?.[field]) < count) return;
          stop();
          resolve(received);
        },
        error: reject,
        complete: () => undefined,
        ready: () => void then().catch(reject),
      },
    );
  });
}

/** Sends events until one arrives, because pusher-js does not report when it has signed in and joined the user's channel. */
async function signIn({ transport, connect }: World, userId: string): Promise<Pusher> {
  const pusher = await connect(userId);
  const received = next(pusher.user, 'said');
  pusher.signin();
  const sending = setInterval(() => void transport.sendToUser(userId, 'said', '1'), 100);
  try {
    await Promise.race([received, next(pusher.connection, 'disconnected')]);
    equal(pusher.connection.state, 'connected');
  } finally {
    clearInterval(sending);
  }
  return pusher;
}

export const checks: readonly Check[] = [
  {
    name: 'subscriptions: 25 results in order',
    async run(world) {
      const texts = Array.from({ length: 25 }, (_, index) => `${index}`);
      const publish = () =>
        Promise.all(texts.map((each) => world.gateway.publish('said', { room: 'order' }, each)));
      deepEqual(await results(world, 'said', 'order', 25, publish), texts);
    },
  },
  {
    name: 'subscriptions: a result of 200 kB, in chunks',
    async run(world) {
      const large = Array.from({ length: 20_000 }, (_, index) => `${(index * 7_919) % 100_003}`)
        .join()
        .slice(0, 200_000);
      const publish = () => world.gateway.publish('said', { room: 'large' }, large);
      deepEqual(await results(world, 'said', 'large', 1, publish), [large]);
    },
  },
  {
    name: 'subscriptions: encrypted',
    async run(world) {
      const publish = () => world.gateway.publish('told', { room: 'a' }, 'hush');
      deepEqual(await results(world, 'told', 'a', 1, publish), ['hush']);
    },
  },
  {
    name: 'reconcile() with and without channels',
    async run(world) {
      await world.gateway.reconcile();
      await results(world, 'said', 'reconciled', 1, async () => {
        await world.gateway.reconcile();
        await world.gateway.publish('said', { room: 'reconciled' }, 'hello');
      });
    },
  },
  {
    name: 'cache channels: a new subscriber receives the last event',
    async run({ transport, connect }) {
      await transport.send([{ channel: 'private-cache-a', event: 'said', json: '"last"' }]);
      const pusher = await connect();
      equal(await next(pusher.subscribe('private-cache-a'), 'said'), 'last');
    },
  },
  {
    name: 'cache channels: pusher:cache_miss',
    async run({ connect }) {
      await next((await connect()).subscribe('private-cache-empty'), 'pusher:cache_miss');
    },
  },
  {
    name: 'cache channels: the HTTP API returns the last event',
    async run({ transport, connect, join }) {
      await join(await connect(), 'cache-told');
      await transport.send([{ channel: 'cache-told', event: 'said', json: '"last"' }]);
      ok((await transport.channel('cache-told', ['cache'])).cache);
    },
  },
  {
    name: 'presence: members, and notifications of changes',
    async run({ transport, connect, join }) {
      const [ada, bob] = [await connect('ada'), await connect('bob')];
      const channel = await join(ada, 'presence-people');
      const [added, removed] = [next(channel, 'pusher:member_added'), next(channel, 'pusher:member_removed')];
      await join(bob, 'presence-people');
      equal(((await added) as { id: string }).id, 'bob');
      deepEqual((await transport.members('presence-people')).sort(), ['ada', 'bob']);
      bob.unsubscribe('presence-people');
      equal(((await removed) as { id: string }).id, 'bob');
    },
  },
  {
    name: 'presence: members of an empty channel',
    run: async ({ transport }) => deepEqual(await transport.members('presence-empty'), []),
  },
  {
    name: 'counts: user_count of one channel',
    async run({ transport, connect, join }) {
      await join(await connect(), 'presence-counted');
      equal((await transport.channel('presence-counted', ['userCount'])).userCount, 1);
    },
  },
  {
    name: 'counts: subscription_count of one channel',
    async run({ transport, connect, join }) {
      await join(await connect(), 'counted');
      equal((await transport.channel('counted', ['subscriptionCount'])).subscriptionCount, 1);
    },
  },
  {
    name: 'counts: in the list of channels',
    async run({ transport, connect, join }) {
      await join(await connect(), 'listed-a');
      equal(
        (await transport.channels('listed-', ['subscriptionCount'])).get('listed-a')?.subscriptionCount,
        1,
      );
    },
  },
  {
    name: 'counts: with a trigger',
    async run({ transport, connect, join }) {
      await join(await connect(), 'triggered');
      const info = ['subscriptionCount'] as const;
      const facts = await transport.trigger({ channels: ['triggered'], event: 'said', json: '1', info });
      equal(facts.get('triggered')?.subscriptionCount, 1);
    },
  },
  {
    name: 'counts: with a batch',
    async run({ transport, connect, join }) {
      await join(await connect(), 'batched');
      const info = ['subscriptionCount'] as const;
      const [facts] = await transport.triggerBatch([
        { channels: ['batched'], event: 'said', json: '1', info },
      ]);
      equal(facts?.subscriptionCount, 1);
    },
  },
  {
    name: 'counts: pusher:subscription_count',
    async run({ connect }) {
      await next((await connect()).subscribe('watched'), 'pusher:subscription_count');
    },
  },
  {
    name: 'an event excludes its sender',
    async run({ transport, connect, join }) {
      const [ada, bob] = [await connect('ada'), await connect('bob')];
      const [own, other] = [await join(ada, 'excepted'), await join(bob, 'excepted')];
      let received = 0;
      own.bind('said', () => received++);
      const [receivedByOther, last] = [next(other, 'said'), next(own, 'last')];
      const exceptSocketId = ada.connection.socket_id;
      await transport.trigger({ channels: ['excepted'], event: 'said', json: '1', exceptSocketId });
      await transport.trigger({ channels: ['excepted'], event: 'last', json: '1' });
      await Promise.all([receivedByOther, last]);
      equal(received, 0);
    },
  },
  {
    name: 'client events',
    async run({ connect, join }) {
      const [ada, bob] = [await connect('ada'), await connect('bob')];
      const [from, to] = [await join(ada, 'private-typing'), await join(bob, 'private-typing')];
      const received = next(to, 'client-typing');
      from.trigger('client-typing', { a: 1 });
      deepEqual(await received, { a: 1 });
    },
  },
  {
    name: 'users: sign-in, and events for a user',
    run: async (world) => signIn(world, 'signed in'),
  },
  {
    name: "users: termination of a user's connections",
    async run(world) {
      const ada = await signIn(world, 'unwanted');
      const disconnected = next(ada.connection, 'disconnected');
      ada.connection.bind('connecting', () => ada.disconnect());
      await world.transport.terminateUserConnections('unwanted');
      await disconnected;
    },
  },
  {
    name: 'rejections: pusher:subscription_error',
    async run({ connect }) {
      await next((await connect()).subscribe('private-forged'), 'pusher:subscription_error');
    },
  },
  {
    name: 'rejections: pusher:error',
    async run({ connect }) {
      const pusher = await connect();
      pusher.subscribe('private-forged-too');
      await next(pusher.connection, 'error');
    },
  },
  {
    name: 'webhooks: channel_occupied and channel_vacated',
    async run({ connect, join, webhook }) {
      const pusher = await connect();
      await join(pusher, 'private-existing');
      await webhook('channel_occupied', 'private-existing');
      pusher.unsubscribe('private-existing');
      await webhook('channel_vacated', 'private-existing');
    },
  },
  {
    name: 'webhooks: member_added and member_removed',
    async run({ connect, join, webhook }) {
      const pusher = await connect();
      await join(pusher, 'presence-hooked');
      equal((await webhook('member_added', 'presence-hooked')).userId, 'ada');
      pusher.unsubscribe('presence-hooked');
      equal((await webhook('member_removed', 'presence-hooked')).userId, 'ada');
    },
  },
  {
    name: 'webhooks: client_event',
    async run({ connect, join, webhook }) {
      const channel = await join(await connect(), 'private-hooked');
      channel.trigger('client-typing', { a: 1 });
      const { event, data } = await webhook('client_event', 'private-hooked');
      deepEqual([event, JSON.parse(data ?? '')], ['client-typing', { a: 1 }]);
    },
  },
  {
    name: 'webhooks: cache_miss',
    async run({ connect, webhook }) {
      (await connect()).subscribe('cache-missed');
      await webhook('cache_miss', 'cache-missed');
    },
  },
];

/** Returns why a check fails, or `undefined` if it succeeds. */
export async function failureOf(
  check: Check,
  world: World,
  milliseconds: number,
): Promise<string | undefined> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no result within ${milliseconds} ms`)), milliseconds);
  try {
    await Promise.race([check.run(world), timeout]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : JSON.stringify(error);
  } finally {
    clearTimeout(timer);
  }
}
