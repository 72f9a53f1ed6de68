/** The `Transport` over the `pusher` SDK. */
export { createPusherTransport, type PusherOptions } from './pusher-transport.ts';
