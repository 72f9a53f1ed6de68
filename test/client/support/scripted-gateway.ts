import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import PusherServer from 'pusher';
import type { SubscribeRequest } from '../../../src/protocol/index.ts';
import { createScriptedOperation, type ScriptedOperation } from './scripted-operation.ts';

/** A received GraphQL request. */
export interface ReceivedRequest {
  query?: string;
  variables?: unknown;
  operationName?: string;
  extensions?: { pusher?: SubscribeRequest } & Record<string, unknown>;
}

/** A received HTTP request. */
export interface ReceivedPost {
  headers: Record<string, string | string[] | undefined>;
  /** Whether the body was a JSON array. */
  isBatch: boolean;
  requests: ReceivedRequest[];
}

/** An HTTP response. Default status: 200. */
export interface ScriptedResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** An HTTP endpoint that implements PROTOCOL.md under the control of a test, and publishes with the `pusher` SDK. */
export interface ScriptedGateway {
  readonly url: string;
  readonly posts: ReceivedPost[];
  readonly server: PusherServer;
  /** Returns the operation of a query. Its channel is named after the query. */
  operation(query: string, prefix?: string): ScriptedOperation;
  /** Replaces the response to the next POST. `undefined` drops the connection. */
  respondNext(respond: (post: ReceivedPost) => ScriptedResponse | undefined): void;
  /** Replaces the response to each later POST, unless the function returns `undefined`. */
  respondIf(respond: (post: ReceivedPost) => ScriptedResponse | undefined): void;
  /** Delays all grants until the returned function is called. */
  delayResponses(): () => void;
  /** Resolves when this many POSTs have arrived. */
  untilPosts(count: number): Promise<ReceivedPost[]>;
  close(): Promise<void>;
}

export const app = {
  id: '1',
  key: 'test-key',
  secret: 'test-secret',
  master: Buffer.alloc(32, 7).toString('base64'),
};

export async function startScriptedGateway(channels: {
  host: string;
  port: number;
}): Promise<ScriptedGateway> {
  const server = new PusherServer({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: channels.host,
    port: String(channels.port),
    useTLS: false,
    encryptionMasterKeyBase64: app.master,
  });
  const operations = new Map<string, ScriptedOperation>();
  const scripted: ((post: ReceivedPost) => ScriptedResponse | undefined)[] = [];
  let rule: (post: ReceivedPost) => ScriptedResponse | undefined = () => undefined;
  const waiting = new Set<() => void>();
  let delayed: Promise<void> | undefined;

  function operation(query: string, prefix?: string): ScriptedOperation {
    const name = query.replaceAll(/\W+/g, '-');
    const found = operations.get(query) ?? createScriptedOperation(server, name, prefix);
    operations.set(query, found);
    return found;
  }

  function respond({ query = '', extensions }: ReceivedRequest): object {
    if (query.includes('pusher {')) {
      const { host, port } = channels;
      return { data: { pusher: { key: app.key, cluster: null, host, port, useTLS: false } } };
    }
    if (!query.startsWith('subscription')) return { data: { echo: query } };
    if (!extensions?.pusher)
      return { errors: [{ message: 'no socket id', extensions: { code: 'BAD_REQUEST' } }] };
    return { data: null, extensions: { pusher: operation(query).grant(extensions.pusher) } };
  }

  const http = createServer((request, response) => {
    void json(request).then(async (body) => {
      const isBatch = Array.isArray(body);
      const requests = (isBatch ? body : [body]) as ReceivedRequest[];
      const post = { headers: request.headers, isBatch, requests };
      gateway.posts.push(post);
      const conditional = rule(post);
      const script = scripted.shift() ?? (conditional && (() => conditional));
      const responses = script ? undefined : requests.map(respond);
      for (const check of [...waiting]) check();
      const reply = script ? script(post) : { body: isBatch ? responses : responses?.[0] };
      await delayed;
      if (!reply) return response.destroy();
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      return response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const gateway: ScriptedGateway = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`,
    posts: [],
    server,
    operation,
    respondNext: (script) => scripted.push(script),
    respondIf: (next) => {
      rule = next;
    },
    delayResponses: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      delayed = promise;
      return () => {
        delayed = undefined;
        resolve();
      };
    },
    untilPosts: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (gateway.posts.length < count) return;
          waiting.delete(check);
          resolve(gateway.posts);
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return gateway;
}

/** A response body with a GraphQL error of this code. */
export function rejection(code: string): { errors: object[] } {
  return { errors: [{ message: `rejected: ${code}`, extensions: { code } }] };
}
