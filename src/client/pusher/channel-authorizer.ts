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

interface Desk {
  /** Who answers for a channel; the first one does, the others stand by. */
  answering: Map<string, ChannelAuthorizer[]>;
  /** What we wrapped. `config` is replaced by `switchCluster`, and our wrapper is gone then. */
  wrapped?: { config: PusherInstance['config']; original: ChannelAuthorizer; wrapper: ChannelAuthorizer };
}

const desks = new WeakMap<PusherInstance, Desk>();

/**
 * From now on `authorizer` answers for this channel. Returns how to stop that: a request left open goes to the next
 * who answers for the channel, or is refused.
 */
export function answerFor(
  pusher: PusherInstance,
  channel: string,
  authorizer: ChannelAuthorizer,
): (open?: OpenAuthorization) => void {
  const desk: Desk = desks.get(pusher) ?? { answering: new Map() };
  desks.set(pusher, desk);
  desk.answering.set(channel, [...(desk.answering.get(channel) ?? []), authorizer]);
  wrapAuthorizer(pusher);
  return (open) => {
    const others = (desk.answering.get(channel) ?? []).filter((each) => each !== authorizer);
    if (others.length > 0) desk.answering.set(channel, others);
    else desk.answering.delete(channel);
    if (open && others[0]) others[0](open.request, open.callback);
    else open?.callback(new Error(`${channel} is no longer wanted.`), null);
    if (desk.answering.size === 0) unwrap(pusher, desk);
  };
}

/** Wraps again after `switchCluster`. Does nothing where the wrapper is in place, or nothing is to be answered. */
export function wrapAuthorizer(pusher: PusherInstance): void {
  const { config } = pusher;
  const desk = desks.get(pusher);
  if (!desk || desk.answering.size === 0 || desk.wrapped?.config === config) return;
  const original = config.channelAuthorizer;
  const wrapper: ChannelAuthorizer = (request, callback) => {
    const authorizer = desk.answering.get(request.channelName)?.[0] ?? original;
    authorizer(request, callback);
  };
  config.channelAuthorizer = wrapper;
  desk.wrapped = { config, original, wrapper };
}

function unwrap(pusher: PusherInstance, desk: Desk): void {
  // Whoever wrapped over us still calls our wrapper, which passes everything on.
  if (!desk.wrapped || pusher.config.channelAuthorizer !== desk.wrapped.wrapper) return;
  pusher.config.channelAuthorizer = desk.wrapped.original;
  delete desk.wrapped;
}
