import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../chaos/random.ts';
import {
  type Connection,
  type Lifecycle,
  linger,
  registration,
  startLifecycle,
} from '../support/lifecycle.ts';
import type { HeldWebhook } from '../support/webhook-relay.ts';

/** Between two calls of `reconcile()`. */
const round = 60_000;

describe('the life of a registration, by what Pusher tells', () => {
  const started: Lifecycle[] = [];
  afterEach(async () => {
    for (const lifecycle of started.splice(0)) await lifecycle.close();
  });

  async function start(): Promise<Lifecycle> {
    const lifecycle = await startLifecycle();
    started.push(lifecycle);
    return lifecycle;
  }

  /** Somebody came, was told of, and left again. */
  async function startVacated() {
    const lifecycle = await start();
    const connection = await lifecycle.connect();
    const grant = await lifecycle.ask(connection.socketId);
    await connection.join(grant);
    const occupied = await lifecycle.relay.take('channel_occupied', grant.channel);
    connection.leave(grant.channel);
    const vacated = await lifecycle.relay.take('channel_vacated', grant.channel);
    return { ...lifecycle, lifecycle, connection, grant, channel: grant.channel, occupied, vacated };
  }

  it('vacated: it lingers, goes on collecting results, and is removed', async () => {
    const { deliver, vacated, lifetimeOf, channel, pass, gateway, ask, grant } = await startVacated();
    await deliver(vacated);
    expect(await lifetimeOf(channel)).toBe(linger);
    pass(linger - 1);
    await gateway.publish('ticked', { clock: 'a' }, 'tick');
    expect(await ask('1.2', 'a', grant.position)).toMatchObject({ recovered: true, missed: [{ offset: 1 }] });
    await deliver(vacated);
    pass(linger);
    expect(await lifetimeOf(channel)).toBeUndefined();
    expect(await ask('1.2', 'a', grant.position)).toMatchObject({ recovered: false });
  });

  it('a POST revives it', async () => {
    const { deliver, vacated, lifetimeOf, channel, ask } = await startVacated();
    await deliver(vacated);
    await ask('1.2');
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('channel_occupied revives it', async () => {
    const { deliver, vacated, occupied, lifetimeOf, channel, connection, grant, pass } = await startVacated();
    await deliver(vacated);
    pass(1_000);
    await connection.join(grant);
    await deliver(occupied);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('webhooks that come late, twice and in the wrong order remove nothing that lives', async () => {
    const { deliver, vacated, occupied, lifetimeOf, channel, connection, grant } = await startVacated();
    await connection.join(grant);
    for (const webhook of [occupied, vacated, vacated, occupied, vacated]) await deliver(webhook);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('who joins while Pusher is being asked is not overruled by what was true before', async () => {
    const { lifecycle, deliver, vacated, occupied, lifetimeOf, channel, connection, grant } =
      await startVacated();
    lifecycle.beforeAnswer = async () => {
      lifecycle.beforeAnswer = undefined;
      await connection.join(grant);
      await deliver(occupied);
    };
    await deliver(vacated);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('every webhook lost: reconcile() alone removes it, in time', async () => {
    const { gateway, lifetimeOf, channel, pass } = await startVacated();
    expect(await lifetimeOf(channel)).toBe(registration);
    pass(round);
    for (let passed = 0; passed < linger; passed += round) {
      await gateway.reconcile();
      expect(await lifetimeOf(channel)).toBe(linger - passed);
      pass(round);
    }
    expect(await lifetimeOf(channel)).toBeUndefined();
  });

  it('every webhook lost: reconcile() alone keeps who stays, far beyond any lifetime', async () => {
    const { gateway, lifetimeOf, channel, connection, grant, pass, ask } = await startVacated();
    await connection.join(grant);
    for (let passed = 0; passed < 3 * registration; passed += registration / 4) {
      await gateway.reconcile();
      expect(await lifetimeOf(channel)).toBeGreaterThanOrEqual(registration / 2);
      pass(registration / 4);
    }
    // The same log as at first: it never ended in between.
    expect((await ask('1.2')).position.epoch).toBe(grant.position.epoch);
  });

  it('reconcile() renews who stays when half of the lifetime is over, and not each time', async () => {
    const { gateway, ask, connect, lifetimeOf, pass } = await start();
    const connection = await connect();
    const grant = await ask(connection.socketId);
    await connection.join(grant);
    pass(registration / 2);
    await gateway.reconcile();
    expect(await lifetimeOf(grant.channel)).toBe(registration / 2);
    pass(1);
    await gateway.reconcile();
    expect(await lifetimeOf(grant.channel)).toBe(registration);
  });

  it('while Pusher does not answer, nothing is shortened', async () => {
    const { lifecycle, deliver, errors, vacated, lifetimeOf, channel } = await startVacated();
    lifecycle.beforeAnswer = () => Promise.reject(new Error('No answer.'));
    // So that Pusher sends it again.
    await deliver(vacated, 500);
    expect(await lifetimeOf(channel)).toBe(registration);
    expect(errors).toMatchObject([{ message: 'No answer.' }]);
  });

  it('who joins while reconcile() is at work stays, though the list does not have them', async () => {
    const { lifecycle, gateway, deliver, occupied, lifetimeOf, channel, connection, grant } =
      await startVacated();
    lifecycle.beforeAnswer = async () => {
      lifecycle.beforeAnswer = undefined;
      await connection.join(grant);
      await deliver(occupied);
    };
    await gateway.reconcile();
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('who is on a channel that has no registration is told to ask again: no silence there', async () => {
    const { gateway, ask, connect, pass } = await start();
    const [staying, forsaken] = [await connect(), await connect()];
    await forsaken.join(await ask(forsaken.socketId, 'forsaken'));
    // Nobody reconciled for so long, or a goodbye was lost.
    pass(registration);
    await staying.join(await ask(staying.socketId, 'staying'));
    await gateway.reconcile();
    await expect.poll(() => forsaken.events).toContain('resubscribe');
    expect(staying.events).not.toContain('resubscribe');
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'whatever becomes of the webhooks, both bounds hold (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const { relay, gateway, deliver, ask, connect, lifetimeOf, now, pass } = await start();
      const clocks = ['a', 'b', 'c'] as const;
      const connections = [await connect(), await connect()];
      /** Who is on which channel. */
      const present = new Map<string, Set<Connection>>();
      /** When the last one left a channel, or a late webhook spoke of it: its time is counted anew from there. */
      const leftAt = new Map<string, number>();
      const seen: HeldWebhook[] = [];
      let reconciledAt = now();

      const steps = {
        async join() {
          const connection = random.pick([connections[0] as Connection, ...connections.slice(1)]);
          const grant = await ask(connection.socketId, random.pick(clocks));
          const there = present.get(grant.channel) ?? new Set();
          present.set(grant.channel, there);
          if (there.has(connection)) return;
          await connection.join(grant);
          there.add(connection);
          leftAt.delete(grant.channel);
        },
        async leave() {
          for (const [channel, there] of present) {
            const [connection] = there;
            if (!connection || random.chance(0.5)) continue;
            connection.leave(channel);
            there.delete(connection);
            if (there.size > 0) continue;
            // Else the test would be ahead of the server, which has to read that first.
            seen.push(await relay.take('channel_vacated', channel));
            leftAt.set(channel, now());
          }
        },
        async tell() {
          seen.push(...relay.held.splice(0));
          const [first, ...others] = seen;
          if (!first) return;
          const webhook = random.pick([first, ...others]);
          await deliver(webhook);
          for (const { channel } of webhook.events) if (leftAt.has(channel)) leftAt.set(channel, now());
        },
        async wait() {
          pass(random.between(0, round - (now() - reconciledAt)));
        },
        async reconcile() {
          pass(round - (now() - reconciledAt));
          await gateway.reconcile();
          reconciledAt = now();
        },
      };
      for (let step = 0; step < 80; step++) {
        await steps[random.weighted({ join: 3, leave: 3, tell: 4, wait: 2, reconcile: 2 })]();
        for (const [channel, there] of present) {
          const lifetime = await lifetimeOf(channel);
          if (there.size > 0) expect(lifetime, `${channel} is joined`).toBeGreaterThan(0);
          const left = leftAt.get(channel);
          if (left !== undefined && now() - left > linger + round) expect(lifetime, channel).toBeUndefined();
        }
      }
    },
  );
});
