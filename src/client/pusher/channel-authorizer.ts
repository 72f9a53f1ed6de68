/**
 * Authorizes the operation channels of this client, and passes every other authorization request to the application's
 * own authorizer. One wrapper per Pusher instance, even when several clients share the instance.
 */
import type {
  AuthorizationCallback,
  AuthorizationRequest,
  ChannelAuthorizer,
  PusherInstance,
} from './pusher-instance.ts';

/** An authorization request whose callback has not been called yet. */
export type PendingAuthorization = [request: AuthorizationRequest, callback: AuthorizationCallback];

interface Authorizing {
  /** The first authorizer of a channel is used. The others replace it when it is removed. */
  authorizers: Set<readonly [channel: string, authorizer: ChannelAuthorizer]>;
  /** The authorizer that was wrapped. `switchCluster` replaces `config` and thereby removes the wrapper. */
  wrapped?: { config: PusherInstance['config']; original: ChannelAuthorizer; wrapper: ChannelAuthorizer };
}

const authorizingOf = new WeakMap<PusherInstance, Authorizing>();

/**
 * Uses `authorizer` for this channel. Returns a function that removes it; a pending request passed to that function
 * goes to the channel's next authorizer, or is rejected when there is no other.
 */
export function addAuthorizer(
  pusher: PusherInstance,
  channel: string,
  authorizer: ChannelAuthorizer,
): (pending?: PendingAuthorization) => void {
  const authorizing: Authorizing = authorizingOf.get(pusher) ?? { authorizers: new Set() };
  const { authorizers } = authorizing;
  const entry = [channel, authorizer] as const;
  authorizingOf.set(pusher, authorizing);
  authorizers.add(entry);
  wrapAuthorizer(pusher);
  return (pending) => {
    authorizers.delete(entry);
    const next = authorizerOf(authorizing, channel);
    if (pending && next) next(...pending);
    else pending?.[1](new Error(`Unsubscribed from ${channel}.`), null);
    if (authorizers.size === 0) unwrap(pusher, authorizing);
  };
}

function authorizerOf({ authorizers }: Authorizing, channel: string): ChannelAuthorizer | undefined {
  return [...authorizers].find(([name]) => name === channel)?.[1];
}

/** Wraps the authorizer again after `switchCluster`. Does nothing while the wrapper is in place or not needed. */
export function wrapAuthorizer(pusher: PusherInstance): void {
  const { config } = pusher;
  const authorizing = authorizingOf.get(pusher);
  if (!authorizing?.authorizers.size || authorizing.wrapped?.config === config) return;
  const original = config.channelAuthorizer;
  const wrapper: ChannelAuthorizer = (request, callback) => {
    const authorizer = authorizerOf(authorizing, request.channelName) ?? original;
    authorizer(request, callback);
  };
  config.channelAuthorizer = wrapper;
  authorizing.wrapped = { config, original, wrapper };
}

function unwrap(pusher: PusherInstance, authorizing: Authorizing): void {
  // Other code may have wrapped this wrapper. It keeps calling the wrapper, which passes every request on.
  if (!authorizing.wrapped || pusher.config.channelAuthorizer !== authorizing.wrapped.wrapper) return;
  pusher.config.channelAuthorizer = authorizing.wrapped.original;
  delete authorizing.wrapped;
}
