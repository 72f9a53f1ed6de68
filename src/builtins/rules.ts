import { type ChannelRule, GatewayError, type Viewer } from '../core/index.ts';

/** Decides a request whose input has been found sound. Anything but `true` is no. */
export type GatewayRule<Input> = (input: Input, viewer: Viewer) => boolean | Promise<boolean>;

/** One event that somebody wants to send to channels. */
export interface TriggerQuestion {
  /** Full names, each with its prefix. One, for an event of a batch. */
  readonly channels: readonly string[];
  readonly event: string;
  readonly data: unknown;
  /** A connection that is not to receive it. */
  readonly socketId?: string | undefined;
}

/** An event that somebody wants to send to a user. */
export interface SendToUserQuestion {
  readonly userId: string;
  readonly event: string;
  readonly data: unknown;
}

/** What somebody wants to know of channels. */
export type InspectQuestion =
  | { readonly operation: 'channels'; readonly filterByPrefix: string }
  | { readonly operation: 'channel' | 'presenceMembers' | 'presence'; readonly channel: string };

/** What somebody wants of the console: how things stand, or what happens. */
export interface ConsoleQuestion {
  readonly operation: 'overview' | 'watch';
}

/** The topic of a subscription field. */
export interface TopicQuestion {
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Who may do what beside the subscriptions of the schema. Without a rule the answer is no, and nobody without a token
 * is asked about: they are refused before.
 *
 * @example
 * rules: {
 *   trigger: ({ channels }, viewer) => channels.every((each) => each === `private-desk-${viewer.id}`),
 *   inspect: (_question, viewer) => viewer.claims.role === 'admin',
 * }
 */
export interface GatewayRules {
  /**
   * Whether a viewer may join a channel that belongs to no subscription field, and listen there with `channelEvents`.
   * Public channels are everybody's.
   */
  readonly channel?: ChannelRule;
  /** `trigger` and, for each of its events, `triggerBatch`. Channels of subscription fields are closed to both. */
  readonly trigger?: GatewayRule<TriggerQuestion>;
  readonly sendToUser?: GatewayRule<SendToUserQuestion>;
  readonly terminateUserConnections?: GatewayRule<{ readonly userId: string }>;
  /** `channels`, `channel`, `presenceMembers`, and the subscription `presence`. */
  readonly inspect?: GatewayRule<InspectQuestion>;
  /** `publish`, for trusted backends: whoever may publish decides what subscribers see. */
  readonly publish?: GatewayRule<TopicQuestion & { readonly event: unknown }>;
  readonly revoke?: GatewayRule<TopicQuestion>;
  /**
   * The page at `/console`, which shows every event and result that passes. Without this rule neither the page nor its
   * operations are there. Publishing and triggering from it goes by those rules.
   */
  readonly console?: GatewayRule<ConsoleQuestion>;
}

/** The names of all rules. */
export const ruleNames = [
  'channel',
  'trigger',
  'sendToUser',
  'terminateUserConnections',
  'inspect',
  'publish',
  'revoke',
  'console',
] as const satisfies (keyof GatewayRules)[];

/** @throws {GatewayError} `UNAUTHENTICATED` when nobody is there to be asked about. */
export function requireViewer(viewer: Viewer | undefined): Viewer {
  if (viewer) return viewer;
  throw new GatewayError('UNAUTHENTICATED', 'This needs an authenticated viewer: send a token.');
}

/** @throws {GatewayError} `FORBIDDEN` unless there is a rule and it says yes. */
export async function permit<Name extends Exclude<keyof GatewayRules, 'channel'>>(
  rules: GatewayRules,
  name: Name,
  input: Parameters<NonNullable<GatewayRules[Name]>>[0],
  viewer: Viewer,
): Promise<void> {
  const rule = rules[name] as GatewayRule<typeof input> | undefined;
  // The same words for no rule and for a rule that says no: how a gateway is set up is nobody's business.
  if ((await rule?.(input, viewer)) !== true) {
    throw new GatewayError('FORBIDDEN', `You may not do this: the gateway's rule "${name}" decides who may.`);
  }
}
