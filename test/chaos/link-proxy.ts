import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** Stands between the two ends of TCP connections, and is as bad as a mobile network. */
export interface LinkProxy {
  readonly port: number;
  /** Cuts each connection with this probability. Returns how many. */
  cut(probability: number): number;
  /** Holds back what passes on some connections, in both directions, for this long. Returns how many. */
  stall(probability: number, milliseconds: number): number;
  /**
   * Forwards nothing on some connections from now on, and tells neither end: each has to notice the silence by itself,
   * and its end does not reach the other one. Returns how many.
   */
  halfOpen(probability: number): number;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly upstream: Socket;
  isHalfOpen: boolean;
}

export async function startLinkProxy(targetPort: number, random: Random): Promise<LinkProxy> {
  const links = new Set<Link>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    const link: Link = { client, upstream, isHalfOpen: false };
    links.add(link);
    for (const socket of [client, upstream]) {
      const end = (): void => {
        socket.destroy();
        if (!link.isHalfOpen) destroy(link);
        if (client.destroyed && upstream.destroyed) links.delete(link);
      };
      socket.setNoDelay(true).on('error', end).on('close', end);
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function choose(probability: number): Link[] {
    return [...links].filter(({ isHalfOpen }) => !isHalfOpen && random.chance(probability));
  }

  function hold({ client, upstream }: Link): void {
    client.unpipe(upstream);
    upstream.unpipe(client);
  }

  return {
    port: (server.address() as AddressInfo).port,
    cut(probability) {
      const chosen = choose(probability);
      for (const link of chosen) destroy(link);
      return chosen.length;
    },
    stall(probability, milliseconds) {
      const chosen = choose(probability);
      for (const link of chosen) {
        hold(link);
        setTimeout(() => {
          if (!link.isHalfOpen) link.client.pipe(link.upstream).pipe(link.client);
        }, milliseconds).unref();
      }
      return chosen.length;
    },
    halfOpen(probability) {
      const chosen = choose(probability);
      for (const link of chosen) {
        link.isHalfOpen = true;
        hold(link);
        // What still comes is read, so that its end is noticed, and dropped.
        link.client.resume();
        link.upstream.resume();
      }
      return chosen.length;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const link of links) destroy(link);
      await closed;
    },
  };
}

function destroy({ client, upstream }: Link): void {
  client.destroy();
  upstream.destroy();
}
