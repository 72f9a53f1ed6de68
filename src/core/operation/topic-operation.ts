import { type GraphQLSchema, getOperationAST } from 'graphql';
import type { Operation } from '../ports/index.ts';
import { type Topic, topicDocument, topicVariables } from '../schema/index.ts';
import { executableOf, identifyOperation } from './identify-operation.ts';
import { keepVariables } from './keep-variables.ts';

/**
 * The operation that a topic's plain channel carries: the field with all its leaf fields. `undefined` when a text of
 * the channel's name is no value of its argument.
 */
export function topicOperation(
  schema: GraphQLSchema,
  topic: Topic,
  texts: Readonly<Record<string, string>>,
  generation: string,
  claims: Readonly<Record<string, unknown>>,
): Operation | undefined {
  const written = topicDocument(schema, topic.field);
  const variables = topicVariables(schema, written, texts);
  const definition = getOperationAST(written.document);
  if (!variables || !definition) return undefined;
  const kept = keepVariables(schema, definition, variables);
  if ('errors' in kept) return undefined;
  const executable = executableOf(schema, written.document, definition, kept);
  return identifyOperation(executable, { topic: topic.key, generation, field: topic.field.name, claims });
}
