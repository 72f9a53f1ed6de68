/** The wire protocol (PROTOCOL.md): its names, types and validation, for servers and clients. Imports nothing. */
export * from './channel.ts';
export * from './error-code.ts';
export * from './exact-json.ts';
export * from './extensions.ts';
export * from './host-name.ts';
export * from './limits.ts';
export * from './message.ts';
export * from './parse-json.ts';
export * from './retry-after.ts';
export * from './settles-within.ts';
export * from './steady-clock.ts';
export * from './url-userinfo.ts';
export * from './user-id.ts';
export * from './webhook-event-name.ts';
