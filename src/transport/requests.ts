import { z } from 'zod';
import { GatewayError } from '../core/index.ts';
import type { Answer, Exchange } from './exchange.ts';
import { errorOfNetwork, errorOfSdk, errorOfStatus } from './pusher-error.ts';

const nothing = z.union([z.strictObject({}), z.tuple([])]);

type Request = Parameters<Exchange['exchange']>[0];

/** Requests to the HTTP API. `what` a request is for stands in its errors. */
export interface Requests {
  /** Rejects with `PUSHER_UNAVAILABLE` when the answer to a read cannot be read: another try does no harm. */
  read<T>(what: string, request: Request, answer: z.ZodType<T>): Promise<T>;
  /** Reads the members of a channel. Reverb responds with 404 and an empty object when the channel has no subscribers. */
  readMembers<T>(what: string, request: Request, answer: z.ZodType<T>): Promise<T>;
  /**
   * A status of 2xx means that the server has done it. An answer that cannot be read only lacks facts then, and is
   * `undefined`: an error would make the caller do it twice.
   */
  write<T>(what: string, request: Request, answer: z.ZodType<T>): Promise<T | undefined>;
}

export function createRequests({ exchange }: Pick<Exchange, 'exchange'>): Requests {
  async function send(what: string, request: Request): Promise<Answer> {
    let answer: Promise<Answer>;
    try {
      answer = exchange(request);
    } catch (error) {
      throw errorOfSdk(error, what);
    }
    return answer.catch((error: unknown) => {
      throw errorOfNetwork(error, what);
    });
  }

  function parse<T>(what: string, received: Answer, answer: z.ZodType<T>): T {
    const parsed = answer.safeParse(parseJson(received.body));
    if (parsed.success) return parsed.data;
    throw new GatewayError(
      'PUSHER_UNAVAILABLE',
      `${what}: the answer cannot be read. Check that the host, port and TLS settings of Pusher lead to its HTTP API.`,
      { cause: parsed.error, facts: { pusherStatus: received.status } },
    );
  }

  return {
    async read(what, request, answer) {
      const received = await send(what, request);
      if (!isSuccess(received)) throw errorOfStatus(received, what);
      return parse(what, received, answer);
    },
    async readMembers(what, request, answer) {
      const received = await send(what, request);
      if (!isSuccess(received) && !isNothingThere(received)) throw errorOfStatus(received, what);
      return parse(what, received, answer);
    },
    async write(what, request, answer) {
      const received = await send(what, request);
      // The events are still unsent, and a redirect may be there for a time only, so this is no refusal.
      if (received.redirectedTo !== undefined) {
        throw new GatewayError(
          'PUSHER_UNAVAILABLE',
          `${what}: Pusher redirects to ${received.redirectedTo}, and a redirected POST loses its body. Set the host, port and TLS settings of Pusher to where it redirects.`,
        );
      }
      if (!isSuccess(received)) throw errorOfStatus(received, what);
      return answer.safeParse(parseJson(received.body)).data;
    },
  };
}

/** Reverb's answer about the members of a channel without subscribers. For any other read it means a wrong address. */
function isNothingThere({ status, body }: Answer): boolean {
  return status === 404 && nothing.safeParse(parseJson(body)).success;
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** `undefined` for what is not JSON, as for no body at all. */
function parseJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
