/** HTTP fallbacks of the WebSocket transport, as pusher-js asks for them. */
export { createFallback } from './fallback.ts';
