/** A subscription operation: parsing, coercion of its variables, its identity, and its plan of execution. */

export { authorizeViewer } from './authorize-viewer.ts';
export { identifyOperation } from './identify-operation.ts';
export { isSameChannel, operationProblem, type SchemaVersions } from './operation-problem.ts';
export { bytesOfDocument, createPlanCache, planOperation } from './plan-operation.ts';
export { type PreparedOperation, prepareOperation, type SubscriptionRequest } from './prepare-operation.ts';
export { topicOperation } from './topic-operation.ts';
