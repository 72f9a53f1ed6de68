/** `graphql-pusher/react`: GraphQL subscriptions as a React hook. */
export type { SubscriptionDocument, TypedDocumentNode } from './document.ts';
export { PusherProvider, type PusherProviderProps, usePusherClient } from './provider.ts';
export { SubscriptionError } from './subscription-error.ts';
export type { SubscriptionState, SubscriptionStatus } from './subscription-state.ts';
export {
  type SubscriptionArguments,
  type SubscriptionOptions,
  type UsedSubscription,
  useSubscription,
} from './use-subscription.ts';
