import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { canonicalJson } from './canonical-json.ts';
import { type CoercedVariables, completeVariables } from './coerce-variables.ts';
import { printNormalized } from './normalize-operation.ts';
import type { Operation } from './store.ts';

/** What an operation is made of. */
export interface OperationSource {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly coerced: CoercedVariables;
  readonly topic: string;
  readonly generation: string;
  readonly field: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Changes when the same operation would be hashed, or its messages understood, in another way. */
const hashVersion = 1;

/** Finds the operation that everybody shares who means the same. */
export function identifyOperation(source: OperationSource): Operation {
  const { schema, definition, topic, generation, field, claims } = source;
  const document = printNormalized(schema, source.document, definition);
  const variables = completeVariables(definition, source.variables);
  const operationName = definition.name?.value;
  const identity = [hashVersion, document, operationName ?? null, topic, generation, canonicalJson(claims)];
  const id = createHash('sha256')
    .update(JSON.stringify([...identity, ...variablesIdentity(source.coerced, variables)]))
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
    ...(operationName ? { operationName } : {}),
  };
}

/** Equal for equal meaning where coerced values can be written down, else equal for equal input. */
function variablesIdentity(
  { coerced }: CoercedVariables,
  variables: Readonly<Record<string, unknown>>,
): unknown[] {
  const text = canonicalJson(coerced);
  return text === undefined ? ['sent', canonicalJson(variables)] : ['coerced', text];
}
