import { AsyncLocalStorage } from 'node:async_hooks';
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { finished } from 'node:stream/promises';
import type { ConnectionOptions, SecureContextOptions } from 'node:tls';
import Pusher from 'pusher';
import { parseRetryAfter } from './retry-after.ts';

/** What the SDK resolves a request with. */
interface SdkResponse {
  readonly status: number;
  text(): Promise<string>;
}

/** The HTTP response to one request. */
export interface Answer {
  readonly status: number;
  /** `undefined` when the connection ended, or the time was up, before the whole body arrived. */
  readonly body: string | undefined;
  /** When the server wants to be asked again, in ms. */
  readonly retryAfter: number | undefined;
  /** Where a redirect led that turned a POST into a GET, so that the server never received the body. */
  readonly redirectedTo: string | undefined;
}

interface Heard {
  status?: number | undefined;
  retryAfter?: number | undefined;
  redirectedTo?: string;
  incoming?: IncomingMessage;
  /** Ends the exchange: the rest of the response will not arrive. */
  breakOff(error: Error): void;
}

export interface Exchange {
  /** The SDK must use it for its requests. */
  readonly agent: HttpAgent;
  /**
   * Runs one request of the SDK and reads its response, whatever the status. Throws at once what the SDK finds wrong
   * before it sends anything, and rejects when there is no response.
   */
  exchange(request: () => Promise<SdkResponse>): Promise<Answer>;
}

/** Options of {@link createExchange}. */
export interface ExchangeOptions {
  readonly useTLS: boolean;
  /** In ms. */
  readonly timeout: number;
  /** PEM: the only certificate that the server may have. */
  readonly certificate?: string | undefined;
}

/** Statuses at which `fetch` repeats a POST as a GET, without the body. */
const dropsBody = new Set([301, 302, 303]);
const keepsBody = new Set([307, 308]);

/**
 * The SDK drops the headers of a failed response, and neither it nor its `fetch` notices a body that stops half way.
 * The agent that carries the requests sees both. Where a runtime replaces that `fetch` (Bun does), the agent sees
 * nothing: there is no `Retry-After` then, and only the deadline ends a body that stops.
 */
export function createExchange({ useTLS, timeout, certificate }: ExchangeOptions): Exchange {
  const listening = new AsyncLocalStorage<Heard>();
  // A new connection for each trigger would cost more than the trigger.
  const agent = useTLS
    ? new HttpsAgent({ keepAlive: true, ...(certificate && trustOnly(certificate)) })
    : new HttpAgent({ keepAlive: true });
  // What Node calls for each request that an agent carries.
  const carrier = agent as HttpAgent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };
  const { addRequest } = carrier;
  carrier.addRequest = (request, ...rest) => {
    const heard = listening.getStore();
    if (heard) request.once('response', (incoming: IncomingMessage) => hear(heard, incoming));
    addRequest.call(agent, request, ...rest);
  };

  return {
    agent,
    exchange(request) {
      const { promise: broken, reject: breakOff } = Promise.withResolvers<never>();
      const heard: Heard = { breakOff };
      const response = listening.run(heard, request);
      const deadline = setTimeout(() => {
        breakOff(new Error(`There was no whole response within ${timeout} ms.`));
        heard.incoming?.destroy();
      }, timeout);
      return Promise.race([readBody(response, heard), broken])
        .then((body) => answerOf(heard, body))
        .catch((error: unknown) => {
          const failed = error instanceof Pusher.RequestError ? error : undefined;
          heard.status ??= failed?.status;
          if (heard.status === undefined) throw error;
          return answerOf(heard, failed?.body);
        })
        .finally(() => clearTimeout(deadline));
    },
  };
}

/** Trusts one certificate and no other, so the host that it names does not matter. */
function trustOnly(certificate: string): SecureContextOptions & ConnectionOptions {
  return { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
}

async function readBody(request: Promise<SdkResponse>, heard: Heard): Promise<string> {
  const response = await request;
  heard.status = response.status;
  return response.text();
}

function answerOf({ status = 0, retryAfter, redirectedTo }: Heard, body: string | undefined): Answer {
  return { status, body, retryAfter, redirectedTo };
}

function hear(heard: Heard, incoming: IncomingMessage): void {
  const { statusCode: status = 0, headers } = incoming;
  const { location } = headers;
  if (location !== undefined && (dropsBody.has(status) || keepsBody.has(status))) {
    if (dropsBody.has(status)) heard.redirectedTo = URL.parse(location)?.origin ?? 'another path';
    return;
  }
  heard.status = status;
  heard.incoming = incoming;
  heard.retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  finished(incoming).catch(heard.breakOff);
}
