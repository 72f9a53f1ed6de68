/** The parts of pusher-js that the client uses. */

export { answerFor, type OpenAuthorization, wrapAuthorizer } from './channel-authorizer.ts';
export { type ChannelHold, holdChannel } from './channel-hold.ts';
export type {
  AuthorizationCallback,
  AuthorizationRequest,
  ChannelAuth,
  PusherChannel,
  PusherConnection,
  PusherConstructor,
  PusherInstance,
  PusherOptions,
} from './pusher-instance.ts';
