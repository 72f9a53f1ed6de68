import type { GraphQLResolveInfo } from 'graphql';
import { GatewayError, type Trigger, type Viewer } from '../core/index.ts';
import { askedAttributes } from './asked-attributes.ts';
import { countsOf } from './channel-counts.ts';
import type { BuiltinCollaborators } from './collaborators.ts';
import type { MutationResolvers } from './generated/resolvers.ts';
import {
  isEncrypted,
  isPresence,
  parseInput,
  type TriggerInput,
  triggerBatchInput,
  triggerInput,
} from './input/index.ts';
import { permit, requireViewer } from './rules.ts';

/** `trigger` and `triggerBatch`. */
export function createTriggerResolvers(
  { engine, transport, rules, watch }: BuiltinCollaborators,
  onError: (error: unknown, where: string) => void,
) {
  /** Everything is checked before anything is sent. Names that are ours come last: only who may send learns of them. */
  async function check(triggers: readonly TriggerInput[], viewer: Viewer): Promise<void> {
    for (const { channels, event, data, socketId } of triggers) {
      await permit(rules, 'trigger', { channels, event, data: data.value, socketId }, viewer);
    }
    for (const channel of triggers.flatMap(({ channels }) => channels)) {
      const purpose = engine().purposeOf(channel);
      if (purpose !== undefined) {
        throw new GatewayError(
          'FORBIDDEN',
          `"${channel}" carries ${purpose}, which the gateway alone sends: publish an event instead.`,
        );
      }
      if (isEncrypted(channel) && !transport.canEncrypt) {
        throw new GatewayError(
          'BAD_USER_INPUT',
          `"${channel}" cannot be encrypted: this gateway has no encryption master key. Send to a private channel.`,
        );
      }
    }
  }

  /** Pusher has the events by now, so whoever watches must not make the sender send them again. */
  async function tellWatchers(triggers: readonly TriggerInput[]): Promise<void> {
    const passed = triggers.flatMap(({ channels, event, data }) =>
      [...new Set(channels)].map((channel) => ({ channel, event: { event, data: data.value } })),
    );
    await Promise.all(
      [...Map.groupBy(passed, ({ channel }) => channel)].map(([channel, events]) =>
        watch
          .eventsPassed(channel, events)
          .catch((error: unknown) => onError(error, `telling who watches ${channel}`)),
      ),
    );
  }

  return {
    async trigger(_root, args, context, info) {
      const viewer = requireViewer(context.viewer);
      const trigger = parseInput(triggerInput, args);
      await check([trigger], viewer);
      const facts = await transport.trigger(asTrigger(trigger, info));
      await tellWatchers([trigger]);
      return { channels: trigger.channels.map((name) => countsOf(name, facts.get(name))) };
    },
    async triggerBatch(_root, args, context, info) {
      const viewer = requireViewer(context.viewer);
      const { events } = parseInput(triggerBatchInput, args);
      await check(events, viewer);
      const facts = await transport.triggerBatch(events.map((each) => asTrigger(each, info)));
      await tellWatchers(events);
      return { channels: events.map(({ channels: [name = ''] }, index) => countsOf(name, facts[index])) };
    },
  } satisfies Partial<MutationResolvers>;
}

function asTrigger(
  { channels, event, data, socketId, info }: TriggerInput,
  asked: GraphQLResolveInfo,
): Trigger {
  const applies = (attribute: string): boolean =>
    attribute === 'subscriptionCount' || (attribute === 'userCount' && channels.every(isPresence));
  return {
    channels,
    event,
    json: data.json,
    exceptSocketId: socketId,
    info: askedAttributes(info, asked, applies),
  };
}
