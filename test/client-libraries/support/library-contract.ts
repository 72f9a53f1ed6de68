import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../src/client/index.ts';
import { createRecorder, type Received, type Recorder } from './received.ts';
import { broken, type ConnectedClient, startWorld, type World } from './world.ts';

/** A library that uses this client instead of graphql-ws's. */
export interface Library {
  /** Subscribes to `said` as an application does. Returns a function that unsubscribes. */
  subscribe(room: string, record: (received: Received) => void): () => void;
}

/** Differences in what the libraries report to an application. */
export interface LibraryTraits {
  /** The library exposes the `errors` of a result; otherwise only a null field. Default: true. */
  readonly showsErrors?: boolean;
  /** The library repeats the errors of one result in the next results. Default: false. */
  readonly keepsErrors?: boolean;
  /** The library cannot handle a result without data, so the client uses `onLost`. Default: false. */
  readonly needsOnLost?: boolean;
}

/** The tests that every library must pass, with the real gateway and a real WebSocket. */
export function libraryContract(
  name: string,
  create: (client: Client) => Library,
  { showsErrors = true, keepsErrors = false, needsOnLost = false }: LibraryTraits = {},
): void {
  describe(name, () => {
    let world: World;
    let connected: ConnectedClient;
    let library: Library;
    const onLost = vi.fn();
    beforeAll(async () => {
      world = await startWorld();
      connected = world.connect(needsOnLost ? { onLost } : {});
      library = create(connected.client);
    });
    afterAll(() => world.close());

    /** Subscribes, and waits for the grant. */
    async function listenIn(room: string): Promise<Recorder & { leave(): void }> {
      const recorder = createRecorder();
      const { granted } = connected;
      const leave = library.subscribe(room, recorder.record);
      await connected.untilGranted(granted + 1);
      return Object.assign(recorder, { leave });
    }

    const untilNobodyIsThere = () =>
      vi.waitFor(async () => expect(await world.occupied()).toEqual([]), { interval: 10, timeout: 10_000 });

    it('receives results in order, until it unsubscribes', async () => {
      const dogs = await listenIn('dogs');
      await world.publish('dogs', 'one', 'two', 'three');
      expect(await dogs.until(3)).toEqual([{ text: 'one' }, { text: 'two' }, { text: 'three' }]);
      dogs.leave();
      await untilNobodyIsThere();
      await world.publish('dogs', 'four');
      expect(dogs.all.filter((received) => received !== 'complete')).toHaveLength(3);
    });

    it('several subscriptions each receive their own results, and unsubscribe separately', async () => {
      const [dogs, cats] = [await listenIn('dogs'), await listenIn('cats')];
      await world.publish('dogs', 'woof');
      await world.publish('cats', 'meow');
      expect(await dogs.until(1)).toEqual([{ text: 'woof' }]);
      expect(await cats.until(1)).toEqual([{ text: 'meow' }]);
      dogs.leave();
      await vi.waitFor(async () => expect(await world.occupied()).toHaveLength(1), {
        interval: 10,
        timeout: 10_000,
      });
      await world.publish('cats', 'purr');
      expect(await cats.until(2)).toEqual([{ text: 'meow' }, { text: 'purr' }]);
      cats.leave();
      await untilNobodyIsThere();
    });

    it('an error inside a result does not end the subscription', async () => {
      const dogs = await listenIn('dogs');
      await world.publish('dogs', broken, 'whole');
      const error = 'It is broken.';
      expect(await dogs.until(2)).toEqual([
        { text: null, ...(showsErrors && { error }) },
        { text: 'whole', ...(keepsErrors && { error }) },
      ]);
      dogs.leave();
      await untilNobodyIsThere();
    });

    it('a rejection arrives as an error with its code', async () => {
      const recorder = createRecorder();
      library.subscribe('vault', recorder.record);
      expect(await recorder.until(1)).toEqual([{ rejected: 'FORBIDDEN' }]);
    });

    it('completes when the server ends the operation', async () => {
      // A separate room: `complete` is the last message on its channel, and Pusher sends it to each new subscriber.
      const birds = await listenIn('birds');
      await world.publish('birds', 'last words');
      await birds.until(1);
      await world.complete();
      expect(await birds.until(2)).toEqual([{ text: 'last words' }, 'complete']);
      await untilNobodyIsThere();
    });

    it('receives the missed results after a lost connection', async () => {
      const dogs = await listenIn('dogs');
      await world.publish('dogs', 'before');
      await dogs.until(1);
      await connected.whileAway(() => world.publish('dogs', 'meanwhile'));
      await dogs.until(2);
      await world.publish('dogs', 'after');
      expect(await dogs.until(3)).toEqual([{ text: 'before' }, { text: 'meanwhile' }, { text: 'after' }]);
      dogs.leave();
      await untilNobodyIsThere();
    });

    it('continues after results were lost for good, once the loss is reported', async () => {
      const dogs = await listenIn('dogs');
      await world.publish('dogs', 'before');
      await dogs.until(1);
      await connected.whileAway(() => world.publish('dogs', 'lost', 'lost, too'));
      await connected.untilGranted(connected.granted + 1);
      await world.publish('dogs', 'after');
      const lost: Received[] = needsOnLost ? [] : ['lost results'];
      const expected = [{ text: 'before' }, ...lost, { text: 'after' }];
      expect(await dogs.until(expected.length)).toEqual(expected);
      expect(onLost).toHaveBeenCalledTimes(needsOnLost ? 1 : 0);
      dogs.leave();
      await untilNobodyIsThere();
    });

    if (needsOnLost)
      it('continues without onLost, however the library handles lost results', async () => {
        connected = world.connect();
        library = create(connected.client);
        const dogs = await listenIn('dogs');
        await world.publish('dogs', 'before');
        await dogs.until(1);
        await connected.whileAway(() => world.publish('dogs', 'lost', 'lost, too'));
        await dogs.until(2);
        await world.publish('dogs', 'after');
        expect((await dogs.until(3)).at(-1)).toMatchObject({ text: 'after' });
        dogs.leave();
        await untilNobodyIsThere();
      });
  });
}
