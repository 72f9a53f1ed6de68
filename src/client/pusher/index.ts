/** The client's access to pusher-js: its types, channel authorization and shared channels. */

export { addAuthorizer, type PendingAuthorization, wrapAuthorizer } from './channel-authorizer.ts';
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
export { acquireChannel, type SharedChannel } from './shared-channel.ts';
