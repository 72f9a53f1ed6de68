import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepAliveOptions } from '../../../channels/internal.ts';
import type { Settings } from '../../../serve/settings/index.ts';

/** The port that clients know. Requests go on to whichever version is being served; meanwhile they wait. */
export interface DevProxy {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** From now on requests wait. */
  hold(): void;
  /** Those that wait, and all that come, go to this port; or are answered with 503 and what is wrong. */
  lead(to: number | { readonly problem: string }): void;
  close(): void;
}

type Way = number | { readonly problem: string };

export async function openDevProxy({ port, host, keepAliveTimeout }: Settings): Promise<DevProxy> {
  let way = Promise.withResolvers<Way>();
  let isHeld = true;
  const server = createServer(keepAliveOptions(keepAliveTimeout), async (incoming, response) => {
    const to = await way.promise;
    if (typeof to === 'number') forward(incoming, response, to);
    else response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(to.problem);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(void server.off('error', reject)));
  });
  const { port: actual, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${host}]` : host}:${actual}`,
    hold() {
      if (!isHeld) way = Promise.withResolvers();
      isHeld = true;
    },
    lead(to) {
      if (!isHeld) way = Promise.withResolvers();
      way.resolve(to);
      isHeld = false;
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
    // It ended in the middle: so shall the answer, and not look complete.
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end(`The gateway: ${error.message}`);
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}
