/** Subscriptions over Pusher: the engine and its ports. Knows no framework, no storage, no Pusher SDK. */
export type { AdmissionQuestion, ChannelRule } from './admit-to-channel.ts';
export type { ChannelQuestion } from './authorize-channel.ts';
export { bytesOfDocument } from './bytes-of-document.ts';
export { type Census, type CountedRegistration, createCensus } from './census.ts';
export {
  ChannelSchemaError,
  channelTypeDefs,
  readSubscriptionFields,
  type SubscriptionField,
} from './channel-directive.ts';
export { createSubscriberCount, type OccupiedChannels } from './count-subscribers.ts';
export { createEngine, type Engine, type EngineInput } from './engine.ts';
export type { Lifetimes, SubscriptionRules } from './engine-options.ts';
export { GatewayError } from './errors.ts';
export { guardTracing } from './guard-tracing.ts';
export { NotJsonError, toJson } from './json.ts';
export { type MaintenanceIntervals, maintain } from './maintenance.ts';
export type { MetricsSource } from './metrics-source.ts';
export type { TopicArguments } from './named-topic.ts';
export { observeTransport } from './observe-transport.ts';
export type * from './observer.ts';
export { combineObservers } from './observer.ts';
export type { PeerDialect } from './peer-channel.ts';
export type { SubscriptionRequest } from './prepare-operation.ts';
export type { Published, PublishOptions } from './publish.ts';
export type { Quotas } from './quotas.ts';
export type * from './rate-counters.ts';
export { createRecoveryBudgets, defaultRecoveryLimits, type RecoveryBudget } from './recovery-budget.ts';
export type { Revalidated } from './revalidate.ts';
export type { SchemaSignature } from './schema-signature.ts';
export type * from './store.ts';
export { inSpan, type Span, type Tracing } from './tracing.ts';
export type * from './transport.ts';
export type { SharedViewer, Viewer } from './viewer.ts';
export { createWaitingTopics, type WaitingTopic, type WaitingTopics } from './waiting-topics.ts';
