import { createFollowers } from '../followers.ts';
import type { Connection, RedisClient } from './connection.ts';
import { textsOf } from './reply.ts';

/** Hears by pub/sub what was appended, over one connection for all followers of this process. */
export interface Subscriber {
  /** Resolves when it listens. `channel`: the pub/sub channel of the operation's topic. */
  follow(channel: string, operation: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Pub/sub promises nothing, so followers look by themselves now and then. In ms. */
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

  // ioredis prints an error that nobody listens to. This one connects again by itself, and then wakes its followers;
  // whoever cannot subscribe meanwhile is told so by `follow`.
  const onError = () => undefined;

  const look = () => {
    followers.wakeAll();
    // On a connection that died without a goodbye, the silence after this makes ioredis open another.
    client?.ping().catch(onError);
  };

  const connected = (): RedisClient => {
    if (client) return client;
    client = open();
    client.on('error', onError);
    client.on('message', onMessage);
    // What was said while it was away was said to nobody.
    client.on('ready', followers.wakeAll);
    return client;
  };

  const count = (channel: string, by: 1 | -1): number => {
    const counted = (followed.get(channel) ?? 0) + by;
    if (counted === 0) followed.delete(channel);
    else followed.set(channel, counted);
    if (followed.size > 0) timer ??= setInterval(look, lookEvery).unref();
    else {
      clearInterval(timer);
      timer = undefined;
    }
    return counted;
  };

  const unsubscribe = async (from: RedisClient, channel: string): Promise<void> => {
    // Somebody may have come while an outage kept us from it.
    if (!followed.has(channel)) await from.unsubscribe(channel);
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
        // Leaving never fails: at worst we go on hearing what nobody here listens to.
        await connection.attempt(() => unsubscribe(subscribing, channel)).catch(onError);
      };
      try {
        // Also when others follow it already: only the answer says that it is in force.
        await connection.attempt(() => subscribing.subscribe(channel));
      } catch (error) {
        await stop();
        throw error;
      }
      return stop;
    },
    close: async () => {
      clearInterval(timer);
      const closing = client;
      client = undefined;
      if (!closing) return;
      closing.off('error', onError);
      closing.off('message', onMessage);
      closing.off('ready', followers.wakeAll);
      await end(closing, [...followed.keys()]);
    },
  };
}
