/** Handlers of the messages from clients, and publishing to them. */

export { markAlive, receive } from './incoming.ts';
export { disconnect, leave } from './leave.ts';
export { publish } from './publish.ts';
