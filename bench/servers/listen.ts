import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on 127.0.0.1 with a backlog for thousands of concurrent connects. Returns the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen({ port, host: '127.0.0.1', backlog: 4_096 });
  await new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  return (server.address() as AddressInfo).port;
}
