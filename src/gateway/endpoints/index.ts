/** The REST endpoints under `/pusher`. */

export { createChannelAuthEndpoint } from './channel-auth-endpoint.ts';
export { asRestError, type Endpoint, type EndpointOptions } from './endpoint.ts';
export { createUserAuthEndpoint } from './user-auth-endpoint.ts';
export { createWebhookEndpoint } from './webhook-endpoint.ts';
