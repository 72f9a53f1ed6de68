/** How clients connect: WebSocket and the HTTP fallbacks. */
export { createFallback } from './fallback.ts';
export { startLivenessChecks } from './liveness.ts';
export { createUpgradeListener } from './websocket.ts';
