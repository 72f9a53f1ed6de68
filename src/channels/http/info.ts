import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { type ApiResponse, errorResponse } from './api-messages.ts';

/** Attributes of a channel that a request can select with `info`. */
const attributes = ['user_count', 'subscription_count', 'cache'] as const;
export type Attribute = (typeof attributes)[number];

/** Parses `info=user_count,subscription_count`. Returns an error response for an unknown attribute. */
export function parseInfo(
  info: string | undefined,
  allowed: readonly Attribute[],
): Attribute[] | ApiResponse {
  const requested = (info ?? '').split(',').map((word) => word.trim());
  const known: Attribute[] = [];
  for (const word of requested) {
    if (word === '') continue;
    const attribute = allowed.find((each) => each === word);
    if (!attribute)
      return errorResponse(400, `Unknown info attribute ${JSON.stringify(word)}. Use ${allowed.join(', ')}.`);
    known.push(attribute);
  }
  return known;
}

export function isApiResponse(value: Attribute[] | ApiResponse): value is ApiResponse {
  return 'status' in value;
}

/** Returns whether a channel of this kind has the attribute. */
export function applies(attribute: Attribute, channel: string): boolean {
  const { access, cache } = parseChannel(channel);
  if (attribute === 'user_count') return access === 'PRESENCE';
  if (attribute === 'cache') return cache;
  return true;
}

/** Returns the values of the requested attributes. Omits attributes that the channel does not have. */
export function describe(
  app: App,
  channel: string,
  requested: readonly Attribute[],
): Record<string, unknown> {
  const found = app.channels.get(channel);
  const described: Record<string, unknown> = {};
  for (const attribute of requested) {
    if (!applies(attribute, channel)) continue;
    if (attribute === 'user_count') described[attribute] = found?.members.size ?? 0;
    else if (attribute === 'subscription_count') described[attribute] = found?.subscribers.size ?? 0;
    else described[attribute] = cachedOf(app, channel);
  }
  return described;
}

function cachedOf(app: App, channel: string): unknown {
  const cached = app.cache.get(channel);
  // The HTTP API uses seconds.
  return cached ? { data: cached.data, ttl: Math.ceil(app.cache.timeLeftOf(cached) / 1_000) } : null;
}
