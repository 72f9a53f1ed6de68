import { createFollowers } from '../followers.ts';
import type { Connection, RedisClient } from './connection.ts';
import { textsOf } from './reply.ts';

/** Hears by pub/sub what was appended, over one connection for all followers of this process. */
export interface Subscriber {
  /** Resolves when it listens. `channel`: the pub/sub channel of the operation's topic. */
  follow(channel: string, operation: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Pub/sub promises nothing, and a dead connection may take long to be noticed: followers look by themselves, in ms. */
const lookEvery = 30_000;

export interface SubscriberOptions {
  /** Makes the connection when the first follower comes. */
  open: () => RedisClient;
  /** Ends it; `channels` are the pub/sub channels that are still subscribed to. */
  end: (client: RedisClient, channels: string[]) => Promise<void>;
}

export function createSubscriber(connection: Connection, { open, end }: SubscriberOptions): Subscriber {
  const followers = createFollowers();
  /** How many follow each pub/sub channel. */
  const followed = new Map<string, number>();
  let client: RedisClient | undefined;
  let timer: NodeJS.Timeout | undefined;

  const onMessage = (channel: string, message: string) => {
    // A cluster's connection may hear what the application subscribed to.
    if (!followed.has(channel)) return;
    for (const operation of textsOf(JSON.parse(message))) followers.wake(operation);
  };

  const connected = (): RedisClient => {
    if (client) return client;
    client = open();
    client.on('message', onMessage);
    // What was said while it was away was said to nobody.
    client.on('ready', followers.wakeAll);
    return client;
  };

  const count = (channel: string, by: 1 | -1): number => {
    const counted = (followed.get(channel) ?? 0) + by;
    if (counted === 0) followed.delete(channel);
    else followed.set(channel, counted);
    if (followed.size > 0) timer ??= setInterval(() => followers.wakeAll(), lookEvery).unref();
    else {
      clearInterval(timer);
      timer = undefined;
    }
    return counted;
  };

  return {
    follow: async (channel, operation, listener) => {
      const subscribing = connected();
      const leave = followers.add(operation, listener);
      count(channel, 1);
      let left = false;
      const stop = async () => {
        if (left) return;
        left = true;
        leave();
        if (count(channel, -1) > 0 || client !== subscribing) return;
        await connection.attempt(() => subscribing.unsubscribe(channel));
      };
      try {
        // Also when others follow it already: only the answer says that it is in force.
        await connection.attempt(() => subscribing.subscribe(channel));
      } catch (error) {
        // Hears of its own failure first; that leaving fails as well is no news.
        await stop().catch(() => undefined);
        throw error;
      }
      return stop;
    },
    close: async () => {
      clearInterval(timer);
      const closing = client;
      client = undefined;
      if (!closing) return;
      closing.off('message', onMessage);
      closing.off('ready', followers.wakeAll);
      await end(closing, [...followed.keys()]);
    },
  };
}
