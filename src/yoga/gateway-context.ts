import type { Published, SharedViewer, TopicArguments, Viewer } from '../core/index.ts';

/** What a topic is named by and what is published on it, for each subscription field: codegen writes it from the schema. */
export type TopicMap = Record<string, { args: object; event: unknown }>;

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
