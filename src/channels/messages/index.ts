/** What the server does with each message from a client. */

export { jsonOf } from './authorization.ts';
export { heard, receive } from './incoming.ts';
export { disconnect, leave } from './leave.ts';
export { publish } from './publish.ts';
