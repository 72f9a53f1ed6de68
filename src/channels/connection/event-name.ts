/** Events that the protocol itself uses. */
export const protocolEvent = {
  established: 'pusher:connection_established',
  error: 'pusher:error',
  ping: 'pusher:ping',
  pong: 'pusher:pong',
  subscribe: 'pusher:subscribe',
  unsubscribe: 'pusher:unsubscribe',
  subscribed: 'pusher_internal:subscription_succeeded',
  subscriptionError: 'pusher:subscription_error',
  subscriptionCount: 'pusher_internal:subscription_count',
  memberAdded: 'pusher_internal:member_added',
  memberRemoved: 'pusher_internal:member_removed',
  cacheMiss: 'pusher:cache_miss',
  signIn: 'pusher:signin',
  signedIn: 'pusher:signin_success',
  watchlist: 'pusher_internal:watchlist_events',
} as const;

/** Whoever triggers an event may not speak for the protocol. */
export function isReservedEvent(name: string): boolean {
  return name.startsWith('pusher:') || name.startsWith('pusher_internal:');
}

/** An event that one client sends to the others. */
export function isClientEvent(name: string): boolean {
  return name.startsWith('client-');
}
