/** The engine: GraphQL subscriptions over Pusher, without a web framework. Owns the ports of stores and transports. */

export { createEngine, type Engine, type EngineInput } from './engine.ts';
export type { Lifetimes, SubscriptionRules } from './engine-options.ts';
export { guardTracing } from './guard-tracing.ts';
export type { Revalidated } from './lifecycle/index.ts';
export { type MaintenanceIntervals, maintain } from './lifecycle/index.ts';
export type {
  Delivered,
  EventAccepted,
  EventSettled,
  Executed,
  MetricsSource,
  Observer,
  PusherRequested,
  RecoveryAsked,
  Registered,
  RegistrationsEnded,
  RequestKind,
  ResultsNumbered,
  SubscriptionRefused,
} from './observation/index.ts';
export {
  type Census,
  type CountedRegistration,
  combineObservers,
  createCensus,
  createSubscriberCount,
  createWaitingTopics,
  type OccupiedChannels,
  observeTransport,
  type WaitingTopic,
  type WaitingTopics,
} from './observation/index.ts';
export type { SubscriptionRequest } from './operation/index.ts';
export { bytesOfDocument } from './operation/index.ts';
export type {
  Acknowledged,
  AcquiredLease,
  ChannelAttribute,
  ChannelAuth,
  ChannelFacts,
  ChannelMessage,
  CompatDialect,
  CountRate,
  DeadLetter,
  Dialect,
  Generation,
  Generations,
  Lease,
  LogEntry,
  LoggedEntry,
  Logs,
  MailboxEvent,
  Mailboxes,
  Operation,
  OperationRef,
  PresenceMember,
  PusherUser,
  Quotas,
  Rate,
  RateCounters,
  Registration,
  Registrations,
  Renewal,
  Retention,
  SharedViewer,
  Store,
  Subscribed,
  Successor,
  Transport,
  Trigger,
  UserAuth,
  Viewer,
  WebhookEvent,
} from './ports/index.ts';
export {
  asGraphQLError,
  codeOf,
  GatewayError,
  gatewayErrorIn,
  inSpan,
  maskError,
  type Span,
  type Tracing,
} from './ports/index.ts';
export type { Published, PublishOptions } from './publish/index.ts';
export type { SchemaSignature, TopicArguments } from './schema/index.ts';
export {
  builtinSubscriptionFields,
  ChannelSchemaError,
  channelTypeDefs,
  problemAt,
  readSubscriptionFields,
  resolveToEvent,
  type SubscriptionField,
  topicSelection,
} from './schema/index.ts';
export type { AdmissionQuestion, ChannelQuestion, ChannelRule } from './subscribe/index.ts';
export {
  checkUserId,
  createRecoveryBudgets,
  defaultRecoveryLimits,
  type RecoveryBudget,
} from './subscribe/index.ts';
export { NotJsonError, toJson } from './values/index.ts';
