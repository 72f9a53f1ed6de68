import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { createGateway, createJwtAuthentication, type Store, type Transport } from '../../src/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { createRecorder } from '../client/support/recorder.ts';
import { jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    n(room: ID!): Int! @channel(name: "n-{room}")
    secret(room: ID!): Int! @channel(name: "secret-{room}", access: ENCRYPTED)
  }
`;
const resolvers = {
  Subscription: { n: { resolve: (event: number) => event }, secret: { resolve: (event: number) => event } },
};
const query = 'subscription { n(room: "1") }';
const secretQuery = 'subscription { n: secret(room: "1") }';

/** A store in a file, whose rows can be put back to what they were while it is in use. */
interface RestorableStore {
  readonly store: Store;
  backUp(): void;
  restore(): void;
}

function restorableStore(folder: string): RestorableStore {
  const backup = join(folder, 'backup.db');
  const location = join(folder, 'store.db');
  const store = createSqliteStore({ location });

  function run(sql: (tables: string[]) => string): void {
    const database = new DatabaseSync(location, { enableForeignKeyConstraints: false });
    const rows = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all();
    database.exec(sql(rows.map(({ name }) => String(name))));
    database.close();
  }

  return {
    store,
    backUp: () => run(() => `VACUUM INTO '${backup}'`),
    restore: () =>
      run((tables) =>
        [
          `ATTACH '${backup}' AS backup; BEGIN IMMEDIATE;`,
          ...tables.map((name) => `DELETE FROM ${name}; INSERT INTO ${name} SELECT * FROM backup.${name};`),
          'COMMIT',
        ].join('\n'),
      ),
  };
}

describe('a store that has fallen back', () => {
  let folder: string;
  let restorable: RestorableStore;
  let stack: Stack;
  let transport: Transport;
  let asked: string[];
  let token: string;
  const disposals: (() => unknown)[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fallen-'));
    restorable = restorableStore(folder);
    asked = [];
    token = await tokenFor('ada');
    stack = await startStack(
      { typeDefs, resolvers, store: restorable.store },
      {
        transport: (inner) => {
          transport = {
            ...inner,
            channel: (name, info) => {
              asked.push(name);
              return inner.channel(name, info);
            },
          };
          return transport;
        },
      },
    );
  });
  afterEach(async () => {
    for (const dispose of disposals.splice(0)) await dispose();
    await stack.close();
    rmSync(folder, { recursive: true });
  });

  const publish = async (...events: number[]): Promise<void> => {
    for (const event of events) await stack.gateway.publish('n', { room: '1' }, event);
  };
  const ask = (position?: Position): Promise<Grant> =>
    stack.grant('1.2', { query, token, ...(position && { extensions: { pusher: { position } } }) });

  async function subscribe() {
    const { pusher } = await stack.connect();
    const recorder = createRecorder();
    const lost: unknown[] = [];
    const client = createClient({
      url: 'http://gateway.test/graphql',
      fetch: (url, init) => stack.gateway.fetch(new Request(url as string, init)),
      headers: { authorization: `Bearer ${token}` },
      pusher,
      onLost: (gap) => lost.push(gap),
    });
    disposals.push(() => client.dispose());
    client.subscribe({ query }, recorder);
    await new Promise<void>((resolve) => {
      client.on('connected', () => resolve());
      if (pusher.connection.state === 'connected') resolve();
    });
    const { channel } = await ask();
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (pusher.channel(channel)?.subscribed) resolve();
        else setTimeout(check, 5);
      };
      check();
    });
    return { recorder, lost };
  }

  it('loses no new result for connected clients, which are told of the loss', async () => {
    const clients = [await subscribe(), await subscribe()];
    await publish(1, 2);
    restorable.backUp();
    await publish(3, 4, 5);
    for (const { recorder } of clients) await recorder.untilNumbers(5);
    restorable.restore();
    // The clients have seen five offsets of the old epoch, and the store gives out the third again.
    await publish(6);
    for (const { lost } of clients) await vi.waitFor(() => expect(lost).toHaveLength(1));
    await publish(7, 8);
    for (const { recorder, lost } of clients) {
      await recorder.until(() => recorder.numbers.includes(8));
      expect(recorder.numbers.slice(-2)).toEqual([7, 8]);
      expect(lost).toHaveLength(1);
    }
  });

  it('gets a new epoch when the process that numbered the results reads the log again', async () => {
    const first = await ask();
    restorable.backUp();
    await publish(1, 2);
    restorable.restore();
    const second = await ask({ ...first.position, offset: 2 });
    expect(second).toMatchObject({ recovered: false, position: { offset: 0 } });
    expect(second.position.epoch).not.toBe(first.position.epoch);
    expect(await ask({ ...first.position, offset: 2 })).toMatchObject({ position: second.position });
    expect(asked).toEqual([]);
    expect(stack.errors.map(String)).toEqual([expect.stringContaining('has lost results')]);
  });

  /** Knows nothing of what others numbered, as after a restart. */
  function startAnother() {
    const gateway = createGateway({
      ...{ typeDefs, resolvers, store: restorable.store, transport },
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
      onError: (error) => stack.errors.push(error),
    });
    return async (text: string, position: Position): Promise<Grant> => {
      const response = await gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: text, extensions: { pusher: { socketId: '1.2', position } } }),
        }),
      );
      const { extensions } = (await response.json()) as { extensions: { pusher: Grant } };
      return extensions.pusher;
    };
  }

  it('gets one new epoch when Pusher still has a later message, however many clients come back', async () => {
    const first = await ask();
    restorable.backUp();
    await publish(1, 2, 3);
    restorable.restore();
    const gateways = [startAnother(), startAnother()];
    const claimed = { ...first.position, offset: 3 };
    const grants = await Promise.all(gateways.flatMap((ask) => [ask(query, claimed), ask(query, claimed)]));
    const epochs = new Set(grants.map(({ position }) => position.epoch));
    expect(epochs.size).toBe(1);
    expect(epochs).not.toContain(first.position.epoch);
    for (const grant of grants) expect(grant).toMatchObject({ recovered: false, position: { offset: 0 } });
  });

  it('keeps its epoch whatever positions clients claim, and asks Pusher once about them', async () => {
    const { recorder, lost } = await subscribe();
    await publish(1, 2);
    await recorder.untilNumbers(2);
    const { channel, position } = await ask();
    const askAnother = startAnother();
    for (const offset of [3, 1_000_000_000, Number.MAX_SAFE_INTEGER]) {
      for (const grant of [
        await ask({ ...position, offset }),
        await askAnother(query, { ...position, offset }),
      ])
        expect(grant).toMatchObject({ recovered: false, position });
    }
    expect(asked).toEqual([channel, channel]);
    await publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(lost).toEqual([]);
  });

  it('keeps its epoch where only an encrypted message could prove the loss, and the client gets it reported', async () => {
    const request = { query: secretQuery, token };
    const { position } = await stack.grant('1.2', request);
    restorable.backUp();
    await stack.gateway.publish('secret', { room: '1' }, 1);
    restorable.restore();
    const grant = await startAnother()(secretQuery, { ...position, offset: 1 });
    expect(grant).toMatchObject({ recovered: false, position });
  });
});
