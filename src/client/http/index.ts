/** Sends requests to the gateway, in batches and with retries. */
export { createPost, type Post } from './post.ts';
export { createRequests, type OperationResponse, type Requests } from './requests.ts';
