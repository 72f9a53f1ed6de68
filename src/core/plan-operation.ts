import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from './coerce-variables.ts';
import { GatewayError } from './errors.ts';
import { rootArguments, rootFieldsOf } from './root-field.ts';
import type { Operation } from './store.ts';

/** An operation made ready to be executed for one event after another. */
export interface OperationPlan {
  readonly document: DocumentNode;
  /** The root field's arguments, as its resolver has them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The key of the root field in the result. */
  readonly responseKey: string;
}

/**
 * Parses a stored operation and finds its arguments.
 * @throws when the schema has changed since so that the operation makes no sense any more.
 */
export function planOperation(schema: GraphQLSchema, operation: Operation): OperationPlan {
  const document = parse(operation.document, { noLocation: true });
  const definition = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const coerced = definition && coerceVariables(schema, definition, operation.variables);
  if (!coerced || 'errors' in coerced) {
    throw new GatewayError('BAD_USER_INPUT', 'The variables do not fit the schema any more.', {
      cause: coerced?.errors[0],
    });
  }
  const [node] = rootFieldsOf(document, definition, coerced);
  if (!node) throw new GatewayError('BAD_USER_INPUT', 'The operation selects no field.');
  return {
    document,
    args: rootArguments(schema, node, coerced),
    responseKey: node.alias?.value ?? node.name.value,
  };
}
