import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Operation } from '../ports/index.ts';
import { canonicalJson } from '../values/index.ts';
import type { KeptVariables } from './keep-variables.ts';
import { printNormalized } from './normalize-operation.ts';

/**
 * What is executed, as it is stored. Authorizing, filtering and executing all start from it and coerce it in the same
 * way, so all have the same arguments.
 */
export type Executable = Pick<Operation, 'document' | 'operationName' | 'variables'>;

/** Where an executable belongs, and for whom it is executed. */
export type Belonging = Pick<Operation, 'topic' | 'generation' | 'field' | 'claims'>;

/** Changes when the same operation would be hashed, or its messages understood, in another way. */
const hashVersion = 2;

/** What a request executes: its operation, which must be valid, with the variables that were kept of it. */
export function executableOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  { stored }: Pick<KeptVariables, 'stored'>,
): Executable {
  return {
    document: printNormalized(schema, document, definition),
    ...(definition.name ? { operationName: definition.name.value } : {}),
    variables: stored,
  };
}

/**
 * The operation that all requests share that execute the same. Its id is the hash of everything that is stored of it, so
 * two that differ in anything never meet.
 */
export function identifyOperation(
  { document, operationName, variables }: Executable,
  { topic, generation, field, claims }: Belonging,
): Operation {
  const identity = [hashVersion, document, operationName ?? null, topic, generation];
  const id = createHash('sha256')
    .update(JSON.stringify([...identity, canonicalJson(claims), canonicalJson(variables)]))
    .digest('base64url')
    // 192 bits.
    .slice(0, 32);
  return {
    id,
    topic,
    generation,
    field,
    document,
    variables,
    claims,
    ...(operationName === undefined ? {} : { operationName }),
  };
}
