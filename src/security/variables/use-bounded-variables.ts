import type { ExecutionArgs } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { type Budget, checkVariables } from './check-variables.ts';
import { measureValue } from './measure-value.ts';

/**
 * Lists and objects inside of each other, in variables: whatever takes them apart later, here or at a client, may do it
 * by recursion.
 */
const maxLevels = 500;

/** Variables of subscriptions are coerced several times, hashed and kept: they may hold a fifth as much. */
const subscriptionShare = 5;

/** Rejects variables that are too large or do not fit, for all operations of a request together. */
export function useBoundedVariables(maxValues: number): Plugin {
  const counted = new WeakMap<Request, Budget>();
  const coerced = new WeakMap<Request, Budget>();
  const subscribed = new WeakMap<Request, Budget>();
  const budgetOf = (budgets: WeakMap<Request, Budget>, request: Request, most = maxValues): Budget => {
    const budget = budgets.get(request) ?? { most, left: most };
    budgets.set(request, budget);
    return budget;
  };

  return {
    // For each of a batch.
    onParams({ params, request }) {
      const budget = budgetOf(counted, request);
      const { levels, values } = measureValue(variablesOf(params), {
        levels: maxLevels,
        values: budget.left,
      });
      budget.left -= values;
      if (levels > maxLevels)
        throw badRequest(`"variables" holds more than ${maxLevels} lists and objects inside of each other.`);
      if (budget.left < 0)
        throw badRequest(
          `"variables" of a request hold more than ${maxValues} values. Send less in one request.`,
        );
    },
    onExecute({ args, setResultAndStopExecution }) {
      const problem = checkVariables(args, budgetOf(coerced, requestOf(args)));
      if (problem) setResultAndStopExecution({ errors: [problem] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const most = maxValues / subscriptionShare;
      const problem = checkVariables(args, budgetOf(subscribed, requestOf(args), most));
      if (problem) setResultAndStopExecution({ errors: [problem] });
    },
  };
}

function requestOf({ contextValue }: ExecutionArgs): Request {
  return (contextValue as YogaInitialContext).request;
}

/** Of parameters that may still be anything. */
function variablesOf(params: unknown): unknown {
  return typeof params === 'object' && params !== null && 'variables' in params
    ? params.variables
    : undefined;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
