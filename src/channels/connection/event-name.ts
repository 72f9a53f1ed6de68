/** Events of the Pusher protocol. */
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

/** Returns whether the name is reserved for the protocol, so that neither servers nor clients may publish it. */
export function isReservedEvent(name: string): boolean {
  return name.startsWith('pusher:') || name.startsWith('pusher_internal:');
}

/** Returns whether the name is that of a client event, which a client sends to the other subscribers. */
export function isClientEvent(name: string): boolean {
  return name.startsWith('client-');
}
