/** graphql-pusher: GraphQL subscriptions over Pusher Channels. */
import './protocol/node-version.ts';

export {
  type AdmissionQuestion,
  type ChannelQuestion,
  type ChannelRule,
  ChannelSchemaError,
  channelTypeDefs,
  combineObservers,
  GatewayError,
  type Lifetimes,
  type MaintenanceIntervals,
  type MetricsSource,
  maintain,
  type PeerDialect,
  type Published,
  type PublishOptions,
  type Quotas,
  type Revalidated,
  type SchemaSignature,
  type SharedViewer,
  type Span,
  type SubscriptionField,
  type SubscriptionRules,
  type TopicArguments,
  type Tracing,
  type Viewer,
} from './core/index.ts';
/** What observers hear, and the ports to implement: stores, transports, counters of rates. */
export type * from './core/observer.ts';
export type * from './core/rate-counters.ts';
export type * from './core/store.ts';
export type * from './core/transport.ts';
export { createPusherTransport, type PusherOptions } from './transport/index.ts';
export * from './yoga/index.ts';
