import Pusher from 'pusher';
import { GatewayError } from '../core/index.ts';
import type { PusherResponse } from './exchange.ts';

/** Statuses below 500 that permit a retry. */
const temporary = new Set([408, 425, 429]);

/** Returns the error for a status other than 2xx. After a redirect, the events were not received and can be sent again. */
export function errorOfStatus({ status, body, retryAfter }: PusherResponse, action: string): GatewayError {
  const detail = body ? `: ${redacted(body).trim().slice(0, 200)}` : '';
  const isRejection = status >= 400 && status < 500 && !temporary.has(status);
  return new GatewayError(
    isRejection ? 'PUSHER_REFUSED' : 'PUSHER_UNAVAILABLE',
    `${action}: Pusher responded with status ${status}${detail}`,
    { facts: { pusherStatus: status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
  );
}

/** Returns the error for a request without a response. Keeps only the cause of the SDK's error, whose `url` contains a signature. */
export function errorOfNetwork(error: unknown, action: string): GatewayError {
  const cause = redactedError(error instanceof Pusher.RequestError ? error.error : error);
  return new GatewayError(
    'PUSHER_UNAVAILABLE',
    `${action}: Pusher does not respond. Check its host, port and TLS settings, and the network.`,
    { cause },
  );
}

/** Returns the error for input that the SDK rejects before it sends a request. The SDK's message can contain that input. */
export function errorOfSdk(error: unknown, action: string): GatewayError {
  const cause = redactedError(error);
  return new GatewayError('PUSHER_REFUSED', `${action}: ${cause.message}`, { cause });
}

/** Redacts the message of a network error, because it contains the URL with its signature. */
function redactedError(error: unknown): Error {
  const { message = 'no response', code } = (error ?? {}) as { message?: string; code?: string };
  return Object.assign(new Error(redacted(message)), code === undefined ? {} : { code });
}

/** Removes addresses and signatures, because callers and logs receive the text. */
function redacted(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+/g, 'Pusher')
    .replaceAll(/(auth_signature=)[\da-f]*/gi, '$1…')
    .replaceAll(/[\da-f]{32,}/gi, '…');
}
