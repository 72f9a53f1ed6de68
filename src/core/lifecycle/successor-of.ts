import { type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { operationChannel } from '../../protocol/index.ts';
import { identifyOperation } from '../operation/index.ts';
import type { Subscribed, Successor } from '../ports/index.ts';
import type { SubscriptionField } from '../schema/index.ts';
import { coerceVariables } from '../values/index.ts';

/**
 * What an operation is under another generation: the same as if everybody subscribed to it anew. `undefined` where
 * nobody would find it, since only peers' clients have it or the schema has changed.
 */
export function successorOf(
  { schema, fields }: { schema: GraphQLSchema; fields: ReadonlyMap<string, SubscriptionField> },
  { operation, channels }: Subscribed,
  generation: string,
): Successor | undefined {
  if (!channels.some(({ dialect }) => dialect === 'native' || dialect === 'sse')) return undefined;
  const document = parse(operation.document);
  const definition = getOperationAST(document, operation.operationName);
  const coerced = definition && coerceVariables(schema, definition, operation.variables);
  const field = fields.get(operation.field);
  if (!field || !definition || !coerced || 'errors' in coerced) return undefined;
  const successor = identifyOperation(operation, { ...operation, generation });
  return {
    of: operation.id,
    operation: successor,
    channel: operationChannel(successor.id, field.access === 'ENCRYPTED'),
  };
}
