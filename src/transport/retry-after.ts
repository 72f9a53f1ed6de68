import { AsyncLocalStorage } from 'node:async_hooks';
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** What a refused request was told: when to come back. */
interface Told {
  retryAfter?: number;
}

/**
 * The SDK drops the headers of an answer that it makes an error of, so the agent that carries its requests reads the
 * one that matters.
 */
export interface RetryAfterAgent {
  readonly agent: HttpAgent;
  /** Runs a request of the SDK; afterwards `told` says what its answer asked for, in ms. */
  listen<T>(told: Told, request: () => Promise<T>): Promise<T>;
}

export function createRetryAfterAgent(useTLS: boolean): RetryAfterAgent {
  const listening = new AsyncLocalStorage<Told>();
  // A new connection for each trigger would cost more than the trigger.
  const agent = useTLS ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  // What Node calls for each request that an agent carries.
  const carrier = agent as HttpAgent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };
  const { addRequest } = carrier;
  carrier.addRequest = (request, ...rest) => {
    const told = listening.getStore();
    if (told) {
      request.once('response', ({ headers }: IncomingMessage) => {
        const milliseconds = parseRetryAfter(headers['retry-after'], Date.now());
        if (milliseconds !== undefined) told.retryAfter = milliseconds;
      });
    }
    addRequest.call(agent, request, ...rest);
  };
  return { agent, listen: (told, request) => listening.run(told, request) };
}

/** Seconds, or a date; `undefined` for anything else. In ms from now. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
