/** Puts results in order and detects gaps. */
export { grantOf, parseMessage } from './incoming.ts';
export { createOrdering, type Loss, type Ordering } from './ordering.ts';
export { rejectionOf } from './rejection.ts';
