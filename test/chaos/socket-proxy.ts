import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** Stands between pusher-js and the Channels server, and is as bad as a mobile network. */
export interface SocketProxy {
  readonly port: number;
  /** Cuts each connection with this probability; answers how many went. */
  cut(probability: number): number;
  /** Holds back what passes on some connections, in both directions, for this long. */
  stall(probability: number, milliseconds: number): void;
  close(): Promise<void>;
}

export async function startSocketProxy(targetPort: number, random: Random): Promise<SocketProxy> {
  const links = new Set<{ client: Socket; upstream: Socket }>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    const link = { client, upstream };
    links.add(link);
    const end = (): void => {
      links.delete(link);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    cut(probability) {
      const chosen = [...links].filter(() => random.chance(probability));
      for (const { client, upstream } of chosen) {
        client.destroy();
        upstream.destroy();
      }
      return chosen.length;
    },
    stall(probability, milliseconds) {
      for (const { client, upstream } of links) {
        if (!random.chance(probability)) continue;
        client.unpipe(upstream);
        upstream.unpipe(client);
        setTimeout(() => client.pipe(upstream).pipe(client), milliseconds).unref();
      }
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { client, upstream } of links) {
        client.destroy();
        upstream.destroy();
      }
      await closed;
    },
  };
}
