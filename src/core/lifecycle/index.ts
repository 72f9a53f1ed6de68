/** The end of operations: webhooks, expiry, revocation, schema changes and maintenance. */
export { createRotateIfExpired } from './aging-generations.ts';
export { createGenerationEnding } from './end-generation.ts';
export { createLifecycle, type Lifecycle } from './lifecycle.ts';
export { type MaintenanceIntervals, maintain } from './maintenance.ts';
export { type Revalidated, revalidate } from './revalidate.ts';
