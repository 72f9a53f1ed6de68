/** The HTTP API of Pusher Channels. */
export { createApi } from './api.ts';
export { createPages } from './pages.ts';
