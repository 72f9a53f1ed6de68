/** Creates and verifies the signatures of Pusher Channels. */
export * from './client-auth.ts';
export { equalInConstantTime, hmacHex, md5Hex } from './hmac.ts';
export * from './http-signature.ts';
