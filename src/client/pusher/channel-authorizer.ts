/**
 * Answers pusher-js's authorization requests for channels whose `auth` we hold, and leaves all others to the
 * application's own authorizer. One wrapper per Pusher instance, however many clients use it.
 */
import type {
  AuthorizationCallback,
  AuthorizationRequest,
  ChannelAuthorizer,
  PusherInstance,
} from './pusher-instance.ts';

/** An authorization request that has no answer yet. */
export interface OpenAuthorization {
  request: AuthorizationRequest;
  callback: AuthorizationCallback;
}

interface Authorizing {
  /** Who answers for a channel; the first one does, the others stand by. */
  answering: Map<string, ChannelAuthorizer[]>;
  /** What we wrapped. `config` is replaced by `switchCluster`, and our wrapper is gone then. */
  wrapped?: { config: PusherInstance['config']; original: ChannelAuthorizer; wrapper: ChannelAuthorizer };
}

const authorizingOf = new WeakMap<PusherInstance, Authorizing>();

/**
 * From now on `authorizer` answers for this channel. Returns how to stop that: a request left open goes to the next
 * who answers for the channel, or is refused.
 */
export function answerFor(
  pusher: PusherInstance,
  channel: string,
  authorizer: ChannelAuthorizer,
): (open?: OpenAuthorization) => void {
  const authorizing: Authorizing = authorizingOf.get(pusher) ?? { answering: new Map() };
  authorizingOf.set(pusher, authorizing);
  authorizing.answering.set(channel, [...(authorizing.answering.get(channel) ?? []), authorizer]);
  wrapAuthorizer(pusher);
  return (open) => {
    const others = (authorizing.answering.get(channel) ?? []).filter((each) => each !== authorizer);
    if (others.length > 0) authorizing.answering.set(channel, others);
    else authorizing.answering.delete(channel);
    if (open && others[0]) others[0](open.request, open.callback);
    else open?.callback(new Error(`${channel} is no longer wanted.`), null);
    if (authorizing.answering.size === 0) unwrap(pusher, authorizing);
  };
}

/** Wraps again after `switchCluster`. Does nothing where the wrapper is in place, or nothing is to be answered. */
export function wrapAuthorizer(pusher: PusherInstance): void {
  const { config } = pusher;
  const authorizing = authorizingOf.get(pusher);
  if (!authorizing || authorizing.answering.size === 0 || authorizing.wrapped?.config === config) return;
  const original = config.channelAuthorizer;
  const wrapper: ChannelAuthorizer = (request, callback) => {
    const authorizer = authorizing.answering.get(request.channelName)?.[0] ?? original;
    authorizer(request, callback);
  };
  config.channelAuthorizer = wrapper;
  authorizing.wrapped = { config, original, wrapper };
}

function unwrap(pusher: PusherInstance, authorizing: Authorizing): void {
  // Whoever wrapped over us still calls our wrapper, which passes everything on.
  if (!authorizing.wrapped || pusher.config.channelAuthorizer !== authorizing.wrapped.wrapper) return;
  pusher.config.channelAuthorizer = authorizing.wrapped.original;
  delete authorizing.wrapped;
}
