/** Creates and verifies the signatures of Pusher Channels. */
export * from './channel-auth.ts';
export * from './credentials.ts';
export { equalInConstantTime, hmacHex, md5Hex } from './hmac.ts';
export * from './request-signature.ts';
export * from './user-auth.ts';
export * from './webhook-signature.ts';
