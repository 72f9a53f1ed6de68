import { z } from 'zod';
import type { Engine, PublishOptions, SubscriptionRules } from '../core/index.ts';
import { maxEventNameLength } from '../protocol/index.ts';
import type { ChannelEvent, PresenceEvent } from './generated/resolvers.ts';
import { channelNameInput, isEncrypted, parseInput, presenceChannelInput } from './input/index.ts';
import { type GatewayRules, permit, requireViewer } from './rules.ts';

/** An event for those who watch, with how to publish it. */
export interface Watched<Event> {
  readonly event: Omit<Event, 'channel'>;
  readonly options?: PublishOptions;
}

/** Tells the subscribers of `presence` and `channelEvents` what happens on a channel. Nothing where nobody watches. */
export interface ChannelWatch {
  membersChanged(channel: string, changes: readonly Watched<PresenceEvent>[]): Promise<void>;
  eventsPassed(channel: string, events: readonly Watched<ChannelEvent>[]): Promise<void>;
}

type WatchField = 'presence' | 'channelEvents';

/** `fields`: which of the two the schema has. */
export function createChannelWatch(engine: () => Engine, fields: ReadonlySet<string>): ChannelWatch {
  async function tell(
    field: WatchField,
    channel: string,
    happened: readonly Watched<PresenceEvent | ChannelEvent>[],
  ): Promise<void> {
    if (happened.length === 0 || !fields.has(field)) return;
    if (!(await engine().isWanted(field, { channel }))) return;
    // Called in order, so that they are stored in order.
    await Promise.all(
      happened.map(({ event, options }) =>
        engine().publish(field, { channel }, { channel, ...event }, options),
      ),
    );
  }

  return {
    membersChanged: (channel, changes) => tell('presence', channel, changes),
    // What Pusher cannot read must not reach it by another way.
    eventsPassed: async (channel, events) =>
      isEncrypted(channel) ? undefined : tell('channelEvents', channel, events),
  };
}

const channelEventsInput = z.object({
  channel: channelNameInput.refine(
    (name) => !isEncrypted(name),
    'is encrypted, and what passes there stays so: join it with an SDK to hear it',
  ),
  events: z
    .array(z.string().max(maxEventNameLength, 'is longer than an event name'))
    .max(100, 'holds too many')
    .nullish(),
});

const presenceInput = z.object({ channel: presenceChannelInput });

/** Who may watch what. `fields`: which of the two the schema has. */
export function createWatchRules(
  { engine, rules }: { readonly engine: () => Engine; readonly rules: GatewayRules },
  fields: ReadonlySet<string>,
): Record<string, SubscriptionRules> {
  const all: Record<WatchField, SubscriptionRules> = {
    presence: {
      async authorize(args, viewer) {
        const { channel } = parseInput(presenceInput, args);
        await permit(rules, 'inspect', { operation: 'presence', channel }, requireViewer(viewer));
        return true;
      },
    },
    channelEvents: {
      async authorize(args, viewer) {
        const { channel } = parseInput(channelEventsInput, args);
        await engine().admit({ channel, viewer: requireViewer(viewer) });
        return true;
      },
      filter: (event, { events }) => !Array.isArray(events) || events.includes((event as ChannelEvent).event),
    },
  };
  // One that is turned off may be a field of the user's, with rules of its own.
  return Object.fromEntries(Object.entries(all).filter(([field]) => fields.has(field)));
}
