import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createPusherTransport } from '../../../src/index.ts';

/** Starts an HTTP API server that responds as `respond` does, and a transport for it. */
export async function startScriptedPusher(
  respond: (response: ServerResponse, request: IncomingMessage) => void,
  options: { readonly timeout?: number } = {},
) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    // Like any server, it reads the request body before it responds.
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
