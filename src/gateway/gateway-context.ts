import type { Published, SharedViewer, SubscriptionRules, TopicArguments, Viewer } from '../core/index.ts';

/** Allows any field and any event. The default for a gateway without generated types. */
export type AnyTopics = Record<string, { args: TopicArguments; event: unknown }>;

/**
 * Publishes an event on the topic of a subscription field. Resolves when Pusher has accepted the event, or when the
 * event is stored and will be sent later.
 *
 * @example await publish('messageAdded', { roomId: 'dogs' }, message)
 * @throws {GatewayError} `BAD_USER_INPUT` if the arguments do not name a topic or the event is not JSON.
 * `STORE_UNAVAILABLE` if the event could not be stored. It is not published then.
 */
export type Publish<Topics> = <Field extends keyof Topics & string>(
  field: Field,
  args: Topics[Field] extends { args: infer Args } ? Args : never,
  event: Topics[Field] extends { event: infer Event } ? Event : never,
) => Promise<Published>;

/** The context that the gateway passes to every resolver. */
export interface GatewayContext<Topics = AnyTopics> {
  /** The viewer of the request. In an execution for an event: the claims that `per` names, which its subscribers share. */
  readonly viewer: Viewer | SharedViewer | undefined;
  readonly publish: Publish<Topics>;
}

/** The resolvers of each subscription field (`authorize`, `filter`, `resolve`), typed from the schema. */
export type TopicResolvers<Topics> = {
  [Field in keyof Topics]?: Topics[Field] extends { args: infer Args; event: infer Event }
    ? SubscriptionRules<Args, Event> & {
        /** Returns the field's value for an event. Default: the event itself. */
        resolve?(event: Event, args: Args, context: GatewayContext<Topics>): unknown;
      }
    : never;
};
