import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { createPusherTransport } from '../../src/index.ts';

it('the error of an outage contains the cause but not the signature of the request', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const transport = createPusherTransport({
    appId: '1',
    key: 'k',
    secret: 's',
    host: '127.0.0.1',
    port,
    useTLS: false,
  });
  const error = await transport.channel('room').catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ code: 'PUSHER_UNAVAILABLE', cause: { code: 'ECONNREFUSED' } });
  expect(`${(error as Error).stack} ${((error as Error).cause as Error).stack}`).not.toMatch(
    /auth_signature|auth_key/,
  );
});
