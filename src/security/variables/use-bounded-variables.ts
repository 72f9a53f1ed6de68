import type { ExecutionArgs } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { type Budget, checkVariables } from './check-variables.ts';
import { measureValue } from './measure-value.ts';

/**
 * Maximum depth of lists and objects in variables. Later code, in the gateway or in a client, may process them
 * recursively.
 */
const maxLevels = 500;

/** The limit of subscriptions is a fifth, because their variables are coerced several times, hashed and stored. */
const subscriptionDivisor = 5;

/** Rejects variables that are too large or invalid. The limit is for all operations of a request together. */
export function useBoundedVariables(maxValues: number): Plugin {
  const counted = new WeakMap<Request, Budget>();
  const coerced = new WeakMap<Request, Budget>();
  const subscribed = new WeakMap<Request, Budget>();
  const budgetOf = (budgets: WeakMap<Request, Budget>, request: Request, max = maxValues): Budget => {
    const budget = budgets.get(request) ?? { max, left: max };
    budgets.set(request, budget);
    return budget;
  };

  return {
    // Called for each operation of a batch.
    onParams({ params, request }) {
      const budget = budgetOf(counted, request);
      const { levels, values } = measureValue(variablesOf(params), {
        levels: maxLevels,
        values: budget.left,
      });
      budget.left -= values;
      if (levels > maxLevels)
        throw badRequest(
          `"variables" has more than ${maxLevels} levels of nested lists and objects. Flatten them.`,
        );
      if (budget.left < 0)
        throw badRequest(
          `"variables" has more than ${maxValues} values in one request. Split it into several requests.`,
        );
    },
    onExecute({ args, setResultAndStopExecution }) {
      const problem = checkVariables(args, budgetOf(coerced, requestOf(args)));
      if (problem) setResultAndStopExecution({ errors: [problem] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const max = maxValues / subscriptionDivisor;
      const problem = checkVariables(args, budgetOf(subscribed, requestOf(args), max));
      if (problem) setResultAndStopExecution({ errors: [problem] });
    },
  };
}

function requestOf({ contextValue }: ExecutionArgs): Request {
  return (contextValue as YogaInitialContext).request;
}

/** The variables in parameters that are not validated yet. */
function variablesOf(params: unknown): unknown {
  return typeof params === 'object' && params !== null && 'variables' in params
    ? params.variables
    : undefined;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
