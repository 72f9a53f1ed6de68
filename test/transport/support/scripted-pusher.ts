import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createPusherTransport } from '../../../src/index.ts';

/** A server of the HTTP API that responds as the test says. */
export async function startScriptedPusher(
  respond: (response: ServerResponse, request: IncomingMessage) => void,
  options: { readonly timeout?: number } = {},
) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    // Like any server, it reads what it is sent before it responds.
    request.resume().once('end', () => respond(response, request));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const transport = createPusherTransport({
    appId: '1',
    key: 'k',
    secret: 's',
    host: '127.0.0.1',
    port,
    useTLS: false,
    ...options,
  });
  return { transport, requests, port };
}
