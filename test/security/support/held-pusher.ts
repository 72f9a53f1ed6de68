import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes requests of the HTTP API, and answers when the test says so. */
export interface HeldPusher {
  /** `PUSHER_*` for a gateway that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the next request has come, with how to answer it. */
  next(): Promise<(status: number) => void>;
  /** Answers all that come from now on, and those that wait. */
  answerAll(status: number): void;
  close(): void;
}

export async function startHeldPusher(): Promise<HeldPusher> {
  const held: ServerResponse[] = [];
  const waiting: ((response: ServerResponse) => void)[] = [];
  let fixed: number | undefined;
  const answer = (response: ServerResponse, status: number): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  const server = createServer((request, response) => {
    request.resume();
    if (fixed !== undefined) return answer(response, fixed);
    const next = waiting.shift();
    if (next) next(response);
    else held.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      PUSHER_APP_ID: '1',
      PUSHER_APP_KEY: 'test-key',
      PUSHER_APP_SECRET: 'test-secret',
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String((server.address() as AddressInfo).port),
      PUSHER_USE_TLS: 'false',
    },
    async next() {
      const response =
        held.shift() ?? (await new Promise<ServerResponse>((resolve) => waiting.push(resolve)));
      return (status) => answer(response, status);
    },
    answerAll(status) {
      fixed = status;
      for (const response of held.splice(0)) answer(response, status);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
