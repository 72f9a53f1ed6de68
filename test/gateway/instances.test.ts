import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../chaos/random.ts';
import { createSubscriber, type Subscriber } from '../chaos/subscribers.ts';
import { createTally } from '../chaos/tally.ts';
import { startWorld, type World } from '../chaos/world.ts';

const say = /* GraphQL */ `
  mutation ($publisher: ID!, $number: Int!) {
    say(room: "a", publisher: $publisher, number: $number, length: 10)
  }
`;

describe('three gateway processes on one Redis and one Channels server', () => {
  let world: World;
  const subscribers: Subscriber[] = [];
  beforeEach(async () => {
    world = await startWorld('redis', createRandom(1), createTally());
  });
  afterEach(async () => {
    for (const subscriber of subscribers.splice(0)) subscriber.leave();
    await world.close();
  });

  const urlOf = (index: number): string => world.gateways[index]?.url ?? '';

  async function publish(index: number, publisher: string, number: number): Promise<string> {
    const response = await fetch(`${urlOf(index)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: say, variables: { publisher, number } }),
    });
    return ((await response.json()) as { data: { say: string } }).data.say;
  }

  /** Asks one gateway alone, as long as it lives. */
  async function subscribeAt(index: number): Promise<string[]> {
    const subscriber = createSubscriber({
      name: `at ${index}`,
      rooms: ['a'],
      isPermanent: true,
      socketPort: world.sockets.port,
      fetch: (_url, init) => fetch(`${urlOf(index)}/graphql`, init),
      random: createRandom(index),
      tally: createTally(),
    });
    subscribers.push(subscriber);
    await subscriber.ready;
    return subscriber.logs[0]?.received ?? [];
  }

  it('whoever was asked, and by whomever it is published, everybody receives all of it in one order', async () => {
    const logs = [await subscribeAt(0), await subscribeAt(1), await subscribeAt(2)];
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    await Promise.all(
      ['x', 'y', 'z'].map(async (publisher, index) => {
        for (const number of numbers)
          expect(['sent', 'accepted']).toContain(await publish(index, publisher, number));
      }),
    );
    for (const log of logs) await expect.poll(() => log.length, { timeout: 10_000 }).toBe(60);
    for (const log of logs) expect(log).toEqual(logs[0]);
    for (const publisher of ['x', 'y', 'z']) {
      const ofPublisher = logs[0]?.filter((key) => key.startsWith(publisher));
      expect(ofPublisher).toEqual(numbers.map((number) => `${publisher}#${number}`));
    }
  });

  it('any may die: the others go on, and send what it had accepted', async () => {
    const log = await subscribeAt(2);
    // It can do no more than accept, and dies with the events in the mailbox, and the lease on it.
    world.triggers.isDown = true;
    expect(await publish(0, 'x', 1)).toBe('accepted');
    expect(await publish(0, 'x', 2)).toBe('accepted');
    await world.gateways[0]?.stop('SIGKILL');
    world.triggers.isDown = false;
    expect(['sent', 'accepted']).toContain(await publish(1, 'x', 3));
    await expect.poll(() => log, { timeout: 15_000 }).toEqual(['x#1', 'x#2', 'x#3']);
    await world.gateways[1]?.stop('SIGKILL');
    expect(['sent', 'accepted']).toContain(await publish(2, 'x', 4));
    await expect.poll(() => log, { timeout: 15_000 }).toEqual(['x#1', 'x#2', 'x#3', 'x#4']);
  });
});
