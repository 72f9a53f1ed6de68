import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway, type Store } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { collect, type Stack, startStack } from '../support/stack.ts';

const schema = {
  typeDefs: /* GraphQL */ `
    type Query { hello: String }
    type Subscription { n: Int @channel(name: "n", access: PUBLIC) }
  `,
  resolvers: { Subscription: { n: { resolve: (event: unknown) => event } } },
};

/** A store behind a network: a call takes a moment to get there, and is lost when the process is frozen before. */
function freezable(store: Store): { store: Store; freeze(): void } {
  let isFrozen = false;
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          await new Promise(setImmediate);
          return isFrozen ? new Promise(() => undefined) : member.apply(target, args);
        };
      },
    });
  const { registrations, mailboxes, logs, generations } = store;
  return {
    store: {
      ...store,
      registrations: wrap(registrations),
      mailboxes: wrap(mailboxes),
      logs: wrap(logs),
      generations: wrap(generations),
    },
    freeze: () => {
      isFrozen = true;
    },
  };
}

describe('a process that is frozen as soon as it has published', () => {
  let stack: Stack;
  let frozen: ReturnType<typeof freezable>;
  let first: Gateway;
  beforeEach(async () => {
    const store = createSqliteStore(':memory:');
    frozen = freezable(store);
    stack = await startStack({ ...schema, store });
    first = createGateway({ ...schema, store: frozen.store, transport: stack.transport });
  });
  afterEach(() => stack.close());

  it('leaves the topic free for the next one', async () => {
    const { pusher } = await stack.connect();
    const events = collect(pusher.subscribe('n'), 'n');
    await events.joined;
    expect(await first.publish('n', {}, 1)).toMatchObject({ status: 'sent' });
    frozen.freeze();
    expect(await stack.gateway.publish('n', {}, 2)).toMatchObject({ status: 'sent' });
    expect([await events.next(), await events.next()]).toEqual([1, 2]);
  });

  it('also when it published more at once than fits into one batch', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => first.publish('n', {}, index)));
    frozen.freeze();
    expect(await stack.gateway.publish('n', {}, 20)).toMatchObject({ status: 'sent' });
  });
});
