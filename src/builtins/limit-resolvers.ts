import type { Viewer } from '../core/index.ts';
import { maxEventsPerBatch } from '../protocol/index.ts';
import type { Limited, RateLimits } from '../security/index.ts';

/** Built-in mutations that are counted, with as what. */
const limited: Readonly<Record<string, Limited>> = {
  authorizeChannel: 'authorize',
  authenticateUser: 'authorize',
  trigger: 'trigger',
  triggerBatch: 'trigger',
  sendToUser: 'trigger',
};

interface Context {
  readonly viewer: Viewer | undefined;
  readonly request?: Request;
}

type Resolver = (root: never, args: never, context: never, info: never) => unknown;

/** The same resolvers, counted before they do anything. */
export function limitResolvers<Resolvers extends object>(
  resolvers: Resolvers,
  limits: RateLimits,
): Resolvers {
  return Object.fromEntries(
    Object.entries(resolvers as Record<string, Resolver>).map(([name, resolve]) => {
      const what = limited[name];
      if (!what) return [name, resolve];
      const counted = async (root: never, args: never, context: never, info: never): Promise<unknown> => {
        const { viewer, request } = context as Context;
        // An execution for an event has no request, and nobody who could be counted.
        if (request) await limits.take(what, { viewer, request }, eventsIn(args));
        return resolve(root, args, context, info);
      };
      return [name, counted];
    }),
  ) as Resolvers;
}

/** Each event of a batch counts, and one too many for a batch: the others are refused, and cost no one who shares the address. */
function eventsIn({ events }: { events?: unknown }): number {
  return Array.isArray(events) ? Math.min(Math.max(1, events.length), maxEventsPerBatch + 1) : 1;
}
