/** Runs subscriptions over one Pusher connection. */
export { createSession, type Session } from './session.ts';
export { createSubscription, type Subscription } from './subscription.ts';
