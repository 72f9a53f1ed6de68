/** Requests to the gateway, in batches and with retries. */
export { createPost, type Post } from './post.ts';
export { type Answer, createRequests, type Requests } from './requests.ts';
