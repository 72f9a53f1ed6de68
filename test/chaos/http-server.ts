import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that was read to its end. */
export interface ReadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Calls `answer` with each request. What it rejects with cuts the connection without an answer. */
export async function startHttpServer(
  answer: (request: ReadRequest, response: ServerResponse) => Promise<void>,
): Promise<HttpServer> {
  const server = createServer((incoming, response) => {
    read(incoming)
      .then((complete) => answer(complete, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Hop by hop, or ours to say. */
const notForwarded = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function read(incoming: IncomingMessage): Promise<ReadRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    notForwarded.has(name) || value === undefined ? [] : [[name, String(value)]],
  );
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

/** Makes the request of a server; rejects when it does not answer. */
export function forward(
  { method, path, headers, body }: ReadRequest,
  base: string,
): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const forwarded = request(
      new URL(path, base),
      { method, headers: { ...headers, 'content-length': body.length }, timeout: 20_000 },
      async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks) });
        } catch (error) {
          reject(error);
        }
      },
    );
    forwarded.on('timeout', () => forwarded.destroy(new Error('No answer in time.')));
    forwarded.on('error', reject);
    forwarded.end(body);
  });
}
