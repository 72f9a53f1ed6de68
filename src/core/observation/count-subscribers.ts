import { GatewayError, type Transport } from '../ports/index.ts';

/** Who is on which channel. */
export interface OccupiedChannels {
  /** Connections on each; `undefined` in place of a number where Pusher does not count them. */
  readonly subscribers: ReadonlyMap<string, number | undefined>;
  /** Whether Pusher counts them. */
  readonly counts: boolean;
}

/**
 * Asks Pusher who is on the channels that begin with one of the prefixes. Hosted Pusher refuses to count where that is
 * not switched on, and is not asked to again.
 * @throws {GatewayError} `PUSHER_UNAVAILABLE`.
 */
export function createSubscriberCount(
  transport: Pick<Transport, 'channels'>,
  prefixes: readonly string[],
): () => Promise<OccupiedChannels> {
  let mayCount = true;

  async function ask(counting: boolean): Promise<OccupiedChannels> {
    const answers = await Promise.all(
      prefixes.map((prefix) => transport.channels(prefix, counting ? ['subscriptionCount'] : [])),
    );
    const subscribers = new Map(
      answers.flatMap((channels) =>
        [...channels].map(([name, facts]): [string, number | undefined] => [name, facts.subscriptionCount]),
      ),
    );
    const isSilent = subscribers.size > 0 && [...subscribers.values()].every((count) => count === undefined);
    return { subscribers, counts: counting && !isSilent };
  }

  return async () => {
    if (!mayCount) return ask(false);
    try {
      return await ask(true);
    } catch (error) {
      if (!(error instanceof GatewayError && error.code === 'PUSHER_REFUSED')) throw error;
      mayCount = false;
      return ask(false);
    }
  };
}
