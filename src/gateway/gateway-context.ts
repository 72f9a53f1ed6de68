import type { Published, SharedViewer, SubscriptionRules, TopicArguments, Viewer } from '../core/index.ts';

/** Any field, any event: for a gateway without generated types. */
export type AnyTopics = Record<string, { args: TopicArguments; event: unknown }>;

/**
 * Publishes an event on the topic of a subscription field. Resolves when Pusher has it, or when it is stored and will
 * be sent later.
 *
 * @example await publish('messageAdded', { roomId: 'dogs' }, message)
 * @throws {GatewayError} `BAD_USER_INPUT`: arguments that name no topic, or an event that is not JSON.
 * `STORE_UNAVAILABLE`: nothing was accepted.
 */
export type Publish<Topics> = <Field extends keyof Topics & string>(
  field: Field,
  args: Topics[Field] extends { args: infer Args } ? Args : never,
  event: Topics[Field] extends { event: infer Event } ? Event : never,
) => Promise<Published>;

/** What every resolver finds in its context. */
export interface GatewayContext<Topics = AnyTopics> {
  /** Who asks. In an execution for an event: the claims of `per`, all that its subscribers agree on. */
  readonly viewer: Viewer | SharedViewer | undefined;
  readonly publish: Publish<Topics>;
}

/** `authorize`, `filter` and `resolve` of each subscription field, typed from the schema. */
export type TopicResolvers<Topics> = {
  [Field in keyof Topics]?: Topics[Field] extends { args: infer Args; event: infer Event }
    ? SubscriptionRules<Args, Event> & {
        /** Makes the field's value from the event. Default: the event itself. */
        resolve?(event: Event, args: Args, context: GatewayContext<Topics>): unknown;
      }
    : never;
};
