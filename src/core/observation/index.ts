/** What observers, metrics and the console receive from the engine. */

export { type Census, type CountedRegistration, createCensus } from './census.ts';
export { createSubscriberCount, type OccupiedChannels } from './count-subscribers.ts';
export type { MetricsSource } from './metrics-source.ts';
export { observeTransport } from './observe-transport.ts';
export {
  combineObservers,
  type Delivered,
  type EventAccepted,
  type EventSettled,
  type Executed,
  type Observer,
  type PusherRequested,
  type RecoveryAsked,
  type Registered,
  type RegistrationsEnded,
  type RequestKind,
  type ResultsNumbered,
  type SubscriptionRefused,
  startWatch,
} from './observer.ts';
export { createWaitingTopics, type WaitingTopic, type WaitingTopics } from './waiting-topics.ts';
