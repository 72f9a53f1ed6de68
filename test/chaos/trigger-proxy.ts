import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { forward, type HttpServer, type ReadRequest, startHttpServer } from './http-server.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** Stands between the gateways and the Channels server's HTTP API: Pusher on a bad day. */
export interface TriggerProxy extends HttpServer {
  /** Whether requests may meet a fate at all. */
  isCalm: boolean;
  /** Nothing comes through. */
  isDown: boolean;
  /** Sends copies of some of the last requests once more, each with this probability. Resolves to how many. */
  repeatOld(probability: number): Promise<number>;
}

/** What becomes of a trigger, and how often. */
const fates = {
  passed: 76,
  slow: 8,
  doubled: 4,
  /** A copy of it comes once more, after later ones. */
  repeatedLate: 4,
  /** Pusher has it, and the gateway never hears so. */
  answerLost: 3,
  /** The gateway gives it up and sends it again, and then the first one arrives too. */
  overtaken: 1,
  refusedForNow: 2,
  /** At most once: Pusher takes it, and nobody receives it. */
  swallowed: 2,
} as const;

/** Longer than the gateways wait for an answer. */
const overtakenAfter = 3_000;

/** How many requests can be repeated long after they were made. */
const keptRequests = 100;

export async function startTriggerProxy(
  channelsUrl: string,
  random: Random,
  tally: Tally,
): Promise<TriggerProxy> {
  const kept: ReadRequest[] = [];
  const proxy = {
    isCalm: true,
    isDown: false,
    async repeatOld(probability: number) {
      const chosen = kept.filter(() => random.chance(probability));
      await Promise.all(chosen.map((request) => passCopy(request, 0)));
      return chosen.length;
    },
  };

  async function pass(request: ReadRequest, response: ServerResponse): Promise<void> {
    const { status, body } = await forward(request, channelsUrl);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  /** That a copy comes to nothing is no news: the first one was answered. */
  async function passCopy(request: ReadRequest, after: number): Promise<void> {
    await pause(after, undefined, { ref: false });
    await forward(request, channelsUrl).catch(() => undefined);
  }

  const server = await startHttpServer(async (request, response) => {
    if (proxy.isDown) throw new Error('Down.');
    // Questions (GET) are answered, unless nothing is.
    const isTrigger = request.method === 'POST';
    const fate = proxy.isCalm || !isTrigger ? 'passed' : random.weighted(fates);
    if (isTrigger) {
      tally.count(`triggers ${fate}`);
      kept.push(request);
      if (kept.length > keptRequests) kept.shift();
    }
    switch (fate) {
      case 'passed':
        return pass(request, response);
      case 'slow':
        await pause(random.between(20, 400));
        return pass(request, response);
      case 'doubled':
        await passCopy(request, 0);
        return pass(request, response);
      case 'repeatedLate':
        void passCopy(request, random.between(100, 4_000));
        return pass(request, response);
      case 'answerLost':
        await forward(request, channelsUrl);
        throw new Error('The answer is lost.');
      case 'overtaken':
        return passCopy(request, overtakenAfter);
      case 'refusedForNow':
        response.writeHead(503).end();
        return;
      case 'swallowed':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }
  });
  return Object.assign(proxy, server);
}
