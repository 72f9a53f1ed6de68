/** Checks on HTTP requests: readable bodies, CORS, CSRF and the scope of one request. */

export { type Cors, type CorsOptions, createCors, trustsOrigin } from './cors.ts';
export { countJsonValues } from './count-json-values.ts';
export { namesHost } from './names-host.ts';
export { readBody } from './read-body.ts';
export { refuseForged } from './refuse-forged.ts';
export { createRequestScopes, type RequestScopes, requestIdHeader } from './request-scope.ts';
export { useReadableRequests } from './use-readable-requests.ts';
