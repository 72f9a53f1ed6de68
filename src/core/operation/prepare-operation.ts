import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';
import { operationChannel } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { claimsOf, GatewayError, type Operation, type Viewer } from '../ports/index.ts';
import { rootFieldsOf, topicOf } from '../schema/index.ts';
import { NotJsonError } from '../values/index.ts';
import { authorizeViewer, checkAuthenticated } from './authorize-viewer.ts';
import { executableOf, identifyOperation } from './identify-operation.ts';
import { keepVariables } from './keep-variables.ts';
import { planOperation } from './plan-operation.ts';

/** A subscription as a caller asks for it. The document must be valid for the schema. */
export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly viewer: Viewer | undefined;
  /** Who is counted for it: `viewer <id>`, or what else is known. */
  readonly rateLimitKey?: string | undefined;
}

/** An operation that its caller may have. */
export interface PreparedOperation {
  readonly operation: Operation;
  /** The operation channel. */
  readonly channel: string;
}

/**
 * Finds the operation that a request means, and whether its viewer may have it.
 * @throws {GatewayError} `BAD_USER_INPUT`, `UNAUTHENTICATED`, `FORBIDDEN`, `STORE_UNAVAILABLE`.
 */
export async function prepareOperation(
  {
    schema,
    fields,
    rules,
    rotateIfExpired,
  }: Pick<EngineOptions, 'schema' | 'fields' | 'rules' | 'rotateIfExpired'>,
  { document, operationName, variables = {}, viewer }: SubscriptionRequest,
): Promise<PreparedOperation> {
  const definition = getOperationAST(document, operationName);
  if (definition?.operation !== 'subscription') {
    throw new GatewayError('BAD_USER_INPUT', 'The request names no subscription of its document.');
  }
  const kept = orRejection(() => keepVariables(schema, definition, variables));
  if ('errors' in kept) {
    throw new GatewayError('BAD_USER_INPUT', kept.errors.map(({ message }) => message).join(' '));
  }
  const [node, ...more] = rootFieldsOf(document, definition, kept.values);
  const field = node && fields.get(node.name.value);
  if (!node || !field || more.length > 0) {
    throw new GatewayError('BAD_USER_INPUT', 'A subscription selects exactly one field of Subscription.');
  }
  checkAuthenticated(field, viewer);
  const executable = executableOf(schema, document, definition, kept);
  // Of the stored document, as each execution has it.
  const args = orRejection(() => planOperation(schema, executable, kept.values).args());
  // Before `authorize` receives the arguments, which it may change.
  const topic = topicOf(field, args, claimsOf(viewer, field.template.claims));
  // Before `authorize` is asked: if the topic is revoked while that runs, the store rejects the registration, and
  // `authorize` is asked again.
  const generation = 'value' in topic ? await rotateIfExpired(topic.value.key) : '';
  await authorizeViewer({ field, rules, args, viewer });
  if ('problem' in topic)
    throw new GatewayError('BAD_USER_INPUT', `Subscription.${field.name}: ${topic.problem}.`);
  const operation = identifyOperation(executable, {
    topic: topic.value.key,
    generation,
    field: field.name,
    claims: claimsOf(viewer, field.per),
  });
  return { operation, channel: operationChannel(operation.id, field.access === 'ENCRYPTED') };
}

/** Errors of graphql and of JSON are the caller's own. */
function orRejection<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GraphQLError || error instanceof NotJsonError)) throw error;
    throw new GatewayError('BAD_USER_INPUT', error.message, { cause: error });
  }
}
