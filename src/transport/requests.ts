import { z } from 'zod';
import { GatewayError } from '../core/index.ts';
import { parseJson } from '../protocol/index.ts';
import type { Exchange, PusherResponse } from './exchange.ts';
import { errorOfNetwork, errorOfSdk, errorOfStatus } from './pusher-error.ts';

const emptyResponse = z.union([z.strictObject({}), z.tuple([])]);

type Request = Parameters<Exchange['exchange']>[0];

/** Requests to the HTTP API. Errors begin with `action`, which names the request. */
export interface Requests {
  /** Rejects with `PUSHER_UNAVAILABLE` if the response cannot be parsed, because reads can be retried safely. */
  read<T>(action: string, request: Request, schema: z.ZodType<T>): Promise<T>;
  /** Reads the members of a channel. Reverb responds with 404 and an empty object if the channel has no subscribers. */
  readMembers<T>(action: string, request: Request, schema: z.ZodType<T>): Promise<T>;
  /**
   * Resolves to `undefined` if the status is 2xx but the response cannot be parsed. The write has succeeded, and an error
   * would make the caller repeat it.
   */
  write<T>(action: string, request: Request, schema: z.ZodType<T>): Promise<T | undefined>;
}

export function createRequests({ exchange }: Pick<Exchange, 'exchange'>): Requests {
  async function send(action: string, request: Request): Promise<PusherResponse> {
    let response: Promise<PusherResponse>;
    try {
      response = exchange(request);
    } catch (error) {
      throw errorOfSdk(error, action);
    }
    return response.catch((error: unknown) => {
      throw errorOfNetwork(error, action);
    });
  }

  function parse<T>(action: string, received: PusherResponse, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(parseJson(received.body ?? ''));
    if (parsed.success) return parsed.data;
    throw new GatewayError(
      'PUSHER_UNAVAILABLE',
      `${action}: the response is not one of Pusher's HTTP API. Check the host, port and TLS settings of Pusher.`,
      { cause: parsed.error, facts: { pusherStatus: received.status } },
    );
  }

  return {
    async read(action, request, schema) {
      const received = await send(action, request);
      if (!isSuccess(received)) throw errorOfStatus(received, action);
      return parse(action, received, schema);
    },
    async readMembers(action, request, schema) {
      const received = await send(action, request);
      if (!isSuccess(received) && !isEmptyChannel(received)) throw errorOfStatus(received, action);
      return parse(action, received, schema);
    },
    async write(action, request, schema) {
      const received = await send(action, request);
      // The events are not sent, and the redirect may be temporary, so the caller may retry.
      if (received.redirectedTo !== undefined) {
        throw new GatewayError(
          'PUSHER_UNAVAILABLE',
          `${action}: Pusher redirects to ${received.redirectedTo}, and a redirected POST loses its body. Change the host, port and TLS settings of Pusher to the target of the redirect.`,
        );
      }
      if (!isSuccess(received)) throw errorOfStatus(received, action);
      return schema.safeParse(parseJson(received.body ?? '')).data;
    },
  };
}

/** Reverb's response for the members of a channel without subscribers. For any other read it means a wrong address. */
function isEmptyChannel({ status, body }: PusherResponse): boolean {
  return status === 404 && emptyResponse.safeParse(parseJson(body ?? '')).success;
}

function isSuccess({ status }: PusherResponse): boolean {
  return status >= 200 && status < 300;
}
