import Pusher from 'pusher';
import { GatewayError } from '../core/index.ts';
import type { Answer } from './exchange.ts';

/** Statuses below 500 that ask for another try. */
const temporary = new Set([408, 425, 429]);

/** For a response whose status is not 2xx. The events of a redirect were not received, and may be sent again. */
export function errorOfStatus({ status, body, retryAfter }: Answer, what: string): GatewayError {
  const said = body ? `: ${redacted(body).trim().slice(0, 200)}` : '';
  const isRefusal = status >= 400 && status < 500 && !temporary.has(status);
  return new GatewayError(
    isRefusal ? 'PUSHER_REFUSED' : 'PUSHER_UNAVAILABLE',
    `${what}: Pusher answered ${status}${said}`,
    { facts: { pusherStatus: status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
  );
}

/** For a request without a response. The SDK's error has a `url` with a signature, so only its cause is kept. */
export function errorOfNetwork(error: unknown, what: string): GatewayError {
  const cause = redactedError(error instanceof Pusher.RequestError ? error.error : error);
  return new GatewayError('PUSHER_UNAVAILABLE', `${what}: Pusher does not answer.`, { cause });
}

/** For what the SDK finds wrong before it sends anything. Its message may repeat what was to be sent. */
export function errorOfSdk(error: unknown, what: string): GatewayError {
  const cause = redactedError(error);
  return new GatewayError('PUSHER_REFUSED', `${what}: ${cause.message}`, { cause });
}

/** The message of a network error names the whole URL, with its signature. */
function redactedError(error: unknown): Error {
  const { message = 'no answer', code } = (error ?? {}) as { message?: string; code?: string };
  return Object.assign(new Error(redacted(message)), code === undefined ? {} : { code });
}

/** Without addresses and signatures: callers and logs receive this text. */
function redacted(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+/g, 'Pusher')
    .replaceAll(/(auth_signature=)[\da-f]*/gi, '$1…')
    .replaceAll(/[\da-f]{32,}/gi, '…');
}
