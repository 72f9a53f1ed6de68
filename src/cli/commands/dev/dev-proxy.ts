import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepAliveOptions } from '../../../channels/internal.ts';
import { describePortInUse, type Settings } from '../../../serve/settings/index.ts';

/** The port that clients use. Forwards requests to the current version of the project. Requests wait while it changes. */
export interface DevProxy {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** Makes new requests wait for the next `forwardTo`. */
  pause(): void;
  /** Forwards waiting and future requests to a port, or answers them with 503 and the problem. */
  forwardTo(target: Target): void;
  close(): void;
}

type Target = number | { readonly problem: string };

/** @throws {SettingsError} when `PORT` is already in use. */
export async function openDevProxy({ port, host, keepAliveTimeout }: Settings): Promise<DevProxy> {
  let target = Promise.withResolvers<Target>();
  let isPaused = true;
  const server = createServer(keepAliveOptions(keepAliveTimeout), async (incoming, response) => {
    const current = await target.promise;
    if (typeof current === 'number') forward(incoming, response, current);
    else response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(current.problem);
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => reject(describePortInUse('PORT', error));
    server.once('error', fail);
    server.listen(port, host, () => resolve(void server.off('error', fail)));
  });
  const { port: actual, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${host}]` : host}:${actual}`,
    pause() {
      if (!isPaused) target = Promise.withResolvers();
      isPaused = true;
    },
    forwardTo(next) {
      if (!isPaused) target = Promise.withResolvers();
      target.resolve(next);
      isPaused = false;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function forward(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    // The gateway's response broke off. Cut the client's response too, so that it does not look complete.
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(502, { 'content-type': 'text/plain' })
        .end(`The gateway did not respond: ${error.message}`);
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}
