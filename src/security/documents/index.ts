/** Limits on GraphQL documents, before they are validated and executed. */
export { defaultOperationLimits, type OperationLimits } from './operation-limits.ts';
export { createParserCache } from './parser-cache.ts';
export { useFewErrors } from './use-few-errors.ts';
export { useOperationLimits } from './use-operation-limits.ts';
export { useShallowDocuments } from './use-shallow-documents.ts';
export { useNoIntrospection, useShortMessages } from './use-short-messages.ts';
