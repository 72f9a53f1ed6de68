/** How clients connect: WebSocket and the HTTP fallbacks. */
export { createFallback } from './fallback/index.ts';
export { startPulse } from './pulse.ts';
export { createWebSockets } from './websocket.ts';
