import { AsyncLocalStorage } from 'node:async_hooks';
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { finished } from 'node:stream/promises';
import type { ConnectionOptions, SecureContextOptions } from 'node:tls';
import Pusher from 'pusher';
import { parseRetryAfter } from '../protocol/index.ts';

/** The response object of the SDK. */
interface SdkResponse {
  readonly status: number;
  text(): Promise<string>;
}

/** The HTTP response to one request. */
export interface PusherResponse {
  readonly status: number;
  /** `undefined` if the connection closed, or the timeout expired, before the whole body arrived. */
  readonly body: string | undefined;
  /** The server's `Retry-After`, in ms. */
  readonly retryAfter: number | undefined;
  /** Target of a redirect that changed a POST into a GET, so that the server did not receive the body. */
  readonly redirectedTo: string | undefined;
}

/** Facts about the response to one request, collected by the agent. */
interface ObservedResponse {
  status?: number | undefined;
  retryAfter?: number | undefined;
  redirectedTo?: string;
  incoming?: IncomingMessage;
  /** Ends the exchange, because the rest of the response will not arrive. */
  abort(error: Error): void;
}

export interface Exchange {
  /** The agent that the SDK must use for its requests. */
  readonly agent: HttpAgent;
  /**
   * Runs one request of the SDK and reads its response, whatever the status. Throws synchronously if the SDK rejects the
   * input before it sends anything. Rejects if there is no response.
   */
  exchange(request: () => Promise<SdkResponse>): Promise<PusherResponse>;
}

/** Options of {@link createExchange}. */
export interface ExchangeOptions {
  readonly useTLS: boolean;
  /** Timeout of one exchange, in ms. */
  readonly timeout: number;
  /** PEM of the only certificate to trust. */
  readonly certificate?: string | undefined;
}

/** Redirects after which `fetch` repeats a POST as a GET, without the body. */
const dropsBody = new Set([301, 302, 303]);
const keepsBody = new Set([307, 308]);

/**
 * Runs requests of the SDK through an agent that observes their responses. The SDK drops the headers of a failed
 * response, and neither the SDK nor its `fetch` notices a truncated body. The agent observes both. If a runtime replaces
 * that `fetch`, as Bun does, the agent observes nothing: there is no `Retry-After`, and only the timeout ends a truncated
 * body.
 */
export function createExchange({ useTLS, timeout, certificate }: ExchangeOptions): Exchange {
  const currentResponse = new AsyncLocalStorage<ObservedResponse>();
  // Opening a connection for each trigger would cost more than the trigger.
  const agent = useTLS
    ? new HttpsAgent({ keepAlive: true, ...(certificate && trustOnly(certificate)) })
    : new HttpAgent({ keepAlive: true });
  // Node calls `addRequest` for each request of an agent.
  const observedAgent = agent as HttpAgent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };
  const { addRequest } = observedAgent;
  observedAgent.addRequest = (request, ...rest) => {
    const observed = currentResponse.getStore();
    if (observed) request.once('response', (incoming: IncomingMessage) => observe(observed, incoming));
    addRequest.call(agent, request, ...rest);
  };

  return {
    agent,
    exchange(request) {
      const { promise: aborted, reject: abort } = Promise.withResolvers<never>();
      const observed: ObservedResponse = { abort };
      const response = currentResponse.run(observed, request);
      const deadline = setTimeout(() => {
        abort(new Error(`No complete response within ${timeout} ms.`));
        observed.incoming?.destroy();
      }, timeout);
      return Promise.race([readBody(response, observed), aborted])
        .then((body) => responseOf(observed, body))
        .catch((error: unknown) => {
          const failed = error instanceof Pusher.RequestError ? error : undefined;
          observed.status ??= failed?.status;
          if (observed.status === undefined) throw error;
          return responseOf(observed, failed?.body);
        })
        .finally(() => clearTimeout(deadline));
    },
  };
}

/** Trusts one certificate only, so the host name in it does not matter. */
function trustOnly(certificate: string): SecureContextOptions & ConnectionOptions {
  return { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
}

async function readBody(request: Promise<SdkResponse>, observed: ObservedResponse): Promise<string> {
  const response = await request;
  observed.status = response.status;
  return response.text();
}

function responseOf(
  { status = 0, retryAfter, redirectedTo }: ObservedResponse,
  body: string | undefined,
): PusherResponse {
  return { status, body, retryAfter, redirectedTo };
}

/** Records the status and headers of a response, except those of a redirect that `fetch` follows. */
function observe(observed: ObservedResponse, incoming: IncomingMessage): void {
  const { statusCode: status = 0, headers } = incoming;
  const { location } = headers;
  if (location !== undefined && (dropsBody.has(status) || keepsBody.has(status))) {
    if (dropsBody.has(status)) observed.redirectedTo = URL.parse(location)?.origin ?? 'another path';
    return;
  }
  observed.status = status;
  observed.incoming = incoming;
  observed.retryAfter = parseRetryAfter(headers['retry-after']);
  finished(incoming).catch(observed.abort);
}
