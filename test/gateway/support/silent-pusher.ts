import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherTransport } from '../../../src/index.ts';

/** Takes every request to the HTTP API, does nothing, and remembers which there were. */
export interface SilentPusher {
  readonly transport: ReturnType<typeof createPusherTransport>;
  /** `POST /apps/1/events` */
  readonly requests: string[];
  close(): void;
}

export async function startSilentPusher(options: { encrypts?: boolean } = {}): Promise<SilentPusher> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    requests,
    transport: createPusherTransport({
      appId: '1',
      key: 'test-key',
      secret: 'test-secret',
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      useTLS: false,
      encryptionMasterKey: options.encrypts === false ? undefined : Buffer.alloc(32, 7).toString('base64'),
    }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
