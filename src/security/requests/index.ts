/** Checks on HTTP requests: readable bodies, CORS, CSRF and the scope of one request. */

export { type Cors, type CorsOptions, createCors, trustsOrigin } from './cors.ts';
export { countJsonValues } from './count-json-values.ts';
export { isHostHeader } from './is-host-header.ts';
export { readBody } from './read-body.ts';
export { rejectForged } from './reject-forged.ts';
export { createRequestScopes, type RequestScopes, requestIdHeader } from './request-scope.ts';
export { useReadableRequests } from './use-readable-requests.ts';
