import Pusher from 'pusher';
import { GatewayError } from '../core/index.ts';

/** Statuses that say "later" and not "no". */
const temporary = new Set([408, 425, 429]);

/** Words for an error of the SDK. Its own `url` holds a signature, so the error itself goes no further. */
export function asGatewayError(error: unknown, what: string, retryAfter?: number): GatewayError {
  if (error instanceof Pusher.RequestError) {
    const { status, body } = error;
    const said = body ? `: ${redacted(body).trim().slice(0, 200)}` : '';
    if (status === undefined) {
      return new GatewayError('PUSHER_UNAVAILABLE', `${what}: Pusher does not answer.`, {
        cause: redactedError(error.error),
      });
    }
    const isRefusal = status < 500 && !temporary.has(status);
    return new GatewayError(
      isRefusal ? 'PUSHER_REFUSED' : 'PUSHER_UNAVAILABLE',
      `${what}: Pusher answered ${status}${said}`,
      { facts: { pusherStatus: status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
    );
  }
  // What the SDK finds wrong before it sends anything, or in an answer, which may repeat what was sent.
  const cause = redactedError(error);
  return new GatewayError('PUSHER_REFUSED', `${what}: ${cause.message}`, { cause });
}

/** The message of a network error names the whole URL, with its signature. */
function redactedError(error: unknown): Error {
  const { message = 'no answer', code } = (error ?? {}) as { message?: string; code?: string };
  return Object.assign(new Error(redacted(message)), code === undefined ? {} : { code });
}

/** Without addresses and signatures: this goes to whoever made the request, and into logs. */
function redacted(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+/g, 'Pusher')
    .replaceAll(/(auth_signature=)[\da-f]*/gi, '$1…')
    .replaceAll(/[\da-f]{32,}/gi, '…');
}
