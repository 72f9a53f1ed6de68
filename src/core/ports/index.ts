/** Ports of the engine: stores, transports, tracing and rate counters, and the errors and viewer that they share. */

export { codeOf, GatewayError } from './errors.ts';
export { asGraphQLError, gatewayErrorIn, maskError } from './graphql-error.ts';
export { defaultQuotas, type Quotas } from './quotas.ts';
export type { CountRate, Rate, RateCounters } from './rate-counters.ts';
export type {
  Acknowledged,
  AcquiredLease,
  CompatDialect,
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
  Registration,
  Registrations,
  Renewal,
  Retention,
  Store,
  Subscribed,
  Successor,
} from './store.ts';
export { inSpan, type Span, type Tracing } from './tracing.ts';
export type {
  ChannelAttribute,
  ChannelAuth,
  ChannelFacts,
  ChannelMessage,
  PresenceMember,
  PusherUser,
  Transport,
  Trigger,
  UserAuth,
  WebhookEvent,
} from './transport.ts';
export { claimsOf, jsonClaims, type SharedViewer, sharedViewer, type Viewer } from './viewer.ts';
