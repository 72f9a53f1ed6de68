import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { type Answer, refuse } from './answer.ts';

/** What can be asked of a channel. */
const attributes = ['user_count', 'subscription_count', 'cache'] as const;
export type Attribute = (typeof attributes)[number];

/** `info=user_count,subscription_count`, or an answer that says which word is unknown. */
export function parseInfo(info: string | undefined, allowed: readonly Attribute[]): Attribute[] | Answer {
  const asked = (info ?? '').split(',').map((word) => word.trim());
  const known: Attribute[] = [];
  for (const word of asked) {
    if (word === '') continue;
    const attribute = allowed.find((each) => each === word);
    if (!attribute)
      return refuse(
        400,
        `Unknown info attribute ${JSON.stringify(word)}: it is one of ${allowed.join(', ')}.`,
      );
    known.push(attribute);
  }
  return known;
}

export function isAnswer(value: Attribute[] | Answer): value is Answer {
  return 'status' in value;
}

/** Whether an attribute means anything on a channel of this kind. */
export function applies(attribute: Attribute, channel: string): boolean {
  const { access, cache } = parseChannel(channel);
  if (attribute === 'user_count') return access === 'PRESENCE';
  if (attribute === 'cache') return cache;
  return true;
}

/** The values of those attributes that mean anything on the channel. */
export function describe(app: App, channel: string, asked: readonly Attribute[]): Record<string, unknown> {
  const found = app.channels.get(channel);
  const described: Record<string, unknown> = {};
  for (const attribute of asked) {
    if (!applies(attribute, channel)) continue;
    if (attribute === 'user_count') described[attribute] = found?.members.size ?? 0;
    else if (attribute === 'subscription_count') described[attribute] = found?.subscribers.size ?? 0;
    else described[attribute] = cachedOf(app, channel);
  }
  return described;
}

function cachedOf(app: App, channel: string): unknown {
  const cached = app.cache.get(channel);
  // In seconds, as everything in the HTTP API.
  return cached ? { data: cached.data, ttl: Math.ceil(app.cache.timeLeftOf(cached) / 1_000) } : null;
}
