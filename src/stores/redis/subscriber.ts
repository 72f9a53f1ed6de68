import { createFollowers } from '../followers.ts';
import type { Connection, RedisClient } from './connection.ts';
import { textsOf } from './reply.ts';

/** Receives notifications about new results through pub/sub, on one connection for all followers of this process. */
export interface Subscriber {
  /** Resolves when the subscription is active. `channel`: the pub/sub channel of the operation's topic. */
  follow(channel: string, operation: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Interval at which followers read the log anyway, in ms, because pub/sub does not guarantee delivery. */
const wakeInterval = 30_000;

export interface SubscriberOptions {
  /** Opens the connection for the first follower. */
  open: () => RedisClient;
  /** Closes the connection. `channels` are the pub/sub channels that are still subscribed. */
  end: (client: RedisClient, channels: string[]) => Promise<void>;
}

export function createSubscriber(connection: Connection, { open, end }: SubscriberOptions): Subscriber {
  const followers = createFollowers();
  /** Number of followers of each pub/sub channel. */
  const followed = new Map<string, number>();
  let client: RedisClient | undefined;
  let timer: NodeJS.Timeout | undefined;

  const onMessage = (channel: string, message: string) => {
    // The connection of a cluster client may also receive messages of the application's own subscriptions.
    if (!followed.has(channel)) return;
    for (const operation of textsOf(JSON.parse(message))) followers.wake(operation);
  };

  // Without a listener, ioredis prints the error. The connection reconnects by itself and then wakes its followers. If
  // a subscription cannot be made in the meantime, `follow` rejects.
  const onError = () => undefined;

  const wakeFollowers = () => {
    followers.wakeAll();
    // On a dead connection, the missing reply makes ioredis reconnect.
    client?.ping().catch(onError);
  };

  const connected = (): RedisClient => {
    if (client) return client;
    client = open();
    client.on('error', onError);
    client.on('message', onMessage);
    // Messages that were published during the outage are lost.
    client.on('ready', followers.wakeAll);
    return client;
  };

  const count = (channel: string, by: 1 | -1): number => {
    const counted = (followed.get(channel) ?? 0) + by;
    if (counted === 0) followed.delete(channel);
    else followed.set(channel, counted);
    if (followed.size > 0) timer ??= setInterval(wakeFollowers, wakeInterval).unref();
    else {
      clearInterval(timer);
      timer = undefined;
    }
    return counted;
  };

  const unsubscribe = async (from: RedisClient, channel: string): Promise<void> => {
    // A follower may have been added while an outage delayed this.
    if (!followed.has(channel)) await from.unsubscribe(channel);
  };

  return {
    follow: async (channel, operation, listener) => {
      const subscribing = connected();
      const unfollow = followers.add(operation, listener);
      count(channel, 1);
      let stopped = false;
      const stop = async () => {
        if (stopped) return;
        stopped = true;
        unfollow();
        if (count(channel, -1) > 0 || client !== subscribing) return;
        // Unfollowing never rejects. At worst, this process receives messages that have no follower.
        await connection.attempt(() => unsubscribe(subscribing, channel)).catch(onError);
      };
      try {
        // Subscribe even if the channel already has followers: only the reply confirms that the subscription is active.
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
