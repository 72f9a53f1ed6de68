import Pusher from 'pusher';
import { GatewayError } from '../core/index.ts';

/** Statuses that say "later" and not "no". */
const temporary = new Set([408, 425, 429]);

/** Words for an error of the SDK. Its own `url` holds a signature, so the error itself goes no further. */
export function asGatewayError(error: unknown, what: string, retryAfter?: number): GatewayError {
  if (error instanceof Pusher.RequestError) {
    const { status, body } = error;
    const said = body ? `: ${body.trim().slice(0, 200)}` : '';
    if (status === undefined) {
      return new GatewayError('PUSHER_UNAVAILABLE', `${what}: Pusher does not answer.`, {
        cause: withoutUrl(error.error),
      });
    }
    const isRefusal = status < 500 && !temporary.has(status);
    return new GatewayError(
      isRefusal ? 'PUSHER_REFUSED' : 'PUSHER_UNAVAILABLE',
      `${what}: Pusher answered ${status}${said}`,
      { facts: { pusherStatus: status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
    );
  }
  // What the SDK finds wrong before it sends anything.
  const message = error instanceof Error ? error.message : String(error);
  return new GatewayError('PUSHER_REFUSED', `${what}: ${message}`, { cause: error });
}

/** The message of a network error names the whole URL, with its signature. */
function withoutUrl(error: unknown): Error {
  const { message = 'no answer', code } = (error ?? {}) as { message?: string; code?: string };
  const said = message.replaceAll(/https?:\/\/\S+/g, 'Pusher');
  return Object.assign(new Error(said), code === undefined ? {} : { code });
}
