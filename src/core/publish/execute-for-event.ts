import { type ExecutionResult, execute, GraphQLError } from 'graphql';
import type { Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createPlanCache } from '../operation/index.ts';
import { type Operation, sharedViewer } from '../ports/index.ts';

/**
 * Runs an operation for an event, given as JSON; `undefined` when its `filter` does not want the event. An error becomes
 * a result with `errors`; rejects only when `formatError` throws.
 *
 * The filter and the execution each receive an event, arguments and claims of their own, so nothing that they change is
 * seen by another operation or by the next event.
 */
export type ExecuteForEvent = (operation: Operation, event: string) => Promise<Result | undefined>;

export function createExecuteForEvent(
  options: Pick<EngineOptions, 'schema' | 'rules' | 'contextOf' | 'formatError' | 'onError'>,
): ExecuteForEvent {
  const { schema, rules, contextOf, formatError, onError } = options;
  const planOf = createPlanCache(schema);

  function serialize({ data, errors, extensions }: ExecutionResult): Result {
    return {
      ...(data === undefined ? {} : { data: data ?? null }),
      ...(errors ? { errors: errors.map(formatError) } : {}),
      ...(extensions ? { extensions: extensions as Record<string, unknown> } : {}),
    };
  }

  return async (operation, event) => {
    try {
      const { document, args, variables } = planOf(operation);
      const rule = rules[operation.field];
      if (rule?.filter && !(await rule.filter(JSON.parse(event), args(), sharedViewer(operation.claims))))
        return undefined;
      const result = await execute({
        schema,
        document,
        rootValue: JSON.parse(event),
        contextValue: await contextOf(sharedViewer(operation.claims)),
        variableValues: variables(),
        operationName: operation.operationName ?? null,
      });
      return serialize(result);
    } catch (error) {
      // Its subscribers hear of it; the topic's other operations do not.
      onError(error, `executing Subscription.${operation.field}`);
      const shown =
        error instanceof GraphQLError
          ? error
          : new GraphQLError('Unexpected error.', { originalError: error as Error });
      return { data: null, errors: [formatError(shown)] };
    }
  };
}
