/** Puts results in order and finds gaps. */
export { grantOf, isObject, parseMessage } from './incoming.ts';
export { createOrdering, type Loss } from './ordering.ts';
export { refusalOf } from './refusal.ts';
