import { type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { GatewayError, type Operation } from '../ports/index.ts';
import { rootArguments, rootFieldsOf } from '../schema/index.ts';
import { type CoercedVariables, coerceVariables } from '../values/index.ts';
import type { Executable } from './identify-operation.ts';

/** An operation made ready to be executed for one event after another. */
interface OperationPlan {
  readonly document: DocumentNode;
  /** The key of the root field in the result. */
  readonly responseKey: string;
  /** The variables to execute with. A copy for each caller, since scalars may pass them on to resolvers as they are. */
  variables(): Record<string, unknown>;
  /** The root field's arguments, as its resolver has them. A copy for each caller, which may change it. */
  args(): Record<string, unknown>;
}

/**
 * Parses a stored operation and finds its arguments. The variables are coerced once, or not at all where the caller has
 * their values; each later call of `args()` coerces them anew, for values of its own.
 * @throws {GatewayError} `BAD_USER_INPUT` when an argument cannot be used, or when the schema has changed since so that
 * the operation makes no sense any more.
 */
export function planOperation(
  schema: GraphQLSchema,
  operation: Executable,
  known?: CoercedVariables,
): OperationPlan {
  const document = parse(operation.document, { noLocation: true });
  const definition = getOperationAST(document, operation.operationName);
  let json: string | undefined;
  const variables = (): Record<string, unknown> => {
    json ??= JSON.stringify(operation.variables);
    return JSON.parse(json);
  };
  const coerced = definition && (known ?? coerceVariables(schema, definition, variables()));
  if (!coerced || 'errors' in coerced) {
    throw new GatewayError('BAD_USER_INPUT', 'The variables do not fit the schema any more.', {
      cause: coerced?.errors[0],
    });
  }
  const [node] = rootFieldsOf(document, definition, coerced);
  if (!node) throw new GatewayError('BAD_USER_INPUT', 'The operation selects no field.');
  let unused: CoercedVariables | undefined = coerced;
  return {
    document,
    responseKey: node.alias?.value ?? node.name.value,
    variables,
    args() {
      const own = unused ?? coerceVariables(schema, definition, variables());
      unused = undefined;
      if ('errors' in own) throw own.errors[0] ?? new Error('The variables do not fit.');
      return { ...rootArguments(schema, node, own) };
    },
  };
}

/** Plans kept ready; the others are made anew. */
const maxPlans = 10_000;

/** Bytes that they may come to: documents and variables are as large as their senders like. */
const maxBytes = 128 * 1024 * 1024;

/** What a character of JSON becomes at the most, in bytes: a list in a list takes two. */
const bytesOfCharacter = 16;

/** The plan of an operation, kept for the next event. Throws as {@link planOperation} does. */
export function createPlanCache(schema: GraphQLSchema): (operation: Operation) => OperationPlan {
  const plans = new LRUCache<string, OperationPlan>({ max: maxPlans, maxSize: maxBytes });
  return (operation) => {
    const known = plans.get(operation.id);
    if (known) return known;
    const plan = planOperation(schema, operation);
    const { length } = JSON.stringify(operation.variables);
    const size = bytesOfDocument(plan.document, operation.document) + bytesOfCharacter * length;
    plans.set(operation.id, plan, { size });
    return plan;
  };
}

/** What parsing makes of a word or sign, in bytes, as measured. */
const bytesOfToken = 450;

/** About what a parsed document takes, with its text, for caches that are bounded by what they hold. */
export function bytesOfDocument({ tokenCount }: DocumentNode, text: string): number {
  return 2 * text.length + bytesOfToken * (tokenCount ?? Math.ceil(text.length / 2));
}
