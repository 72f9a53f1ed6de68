/** Exports for other folders of this package. Not part of the public API. */

export { createPost } from './http/index.ts';
export { iterate } from './iterate.ts';
export { grantOf } from './ordering/index.ts';
export { createOwnPusher } from './own-pusher.ts';
export type { AuthorizationCallback, AuthorizationRequest } from './pusher/index.ts';
