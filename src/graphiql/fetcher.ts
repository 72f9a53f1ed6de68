import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import type { ExecutionResult } from '../client/index.ts';
import { chosenOperation } from './chosen-operation.ts';
import { postOperation } from './post-operation.ts';
import type { Transport } from './state/status.ts';
import type { Headers, Subscriber } from './subscribers/subscriber.ts';

/** Sends queries and mutations over HTTP, and subscriptions over the transport that is chosen when they start. */
export function createFetcher(
  url: string,
  subscribers: Readonly<Record<Transport, Subscriber>>,
  transport: () => Transport,
): Fetcher {
  return ({ query, operationName, variables }, { headers = {} } = {}) => {
    const operation = chosenOperation(query, operationName);
    const name = (operation ? operation.name?.value : operationName) ?? null;
    const params = { query, operationName: name, variables };
    const results =
      operation?.operation === 'subscription'
        ? subscribers[transport()](params, headers)
        : execute(url, params, headers);
    // GraphiQL's types require instances of GraphQLError, but it only displays their JSON.
    return results as FetcherReturnType;
  };
}

async function execute(url: string, params: FetcherParams, headers: Headers): Promise<ExecutionResult> {
  const response = await postOperation(url, params, headers);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `The server returned ${response.status} and a body that is not JSON: ${text.slice(0, 500)}`,
      { cause },
    );
  }
}
