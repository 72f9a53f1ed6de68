import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import type { ExecutionResult } from '../client/index.ts';
import { chosenOperation } from './chosen-operation.ts';
import { postOperation } from './post-operation.ts';
import type { Carrier } from './status.ts';
import type { Headers, Subscriber } from './subscriber.ts';

/** Queries and mutations go over HTTP, subscriptions over whatever `carrier` says when they start. */
export function createFetcher(
  url: string,
  subscribers: Readonly<Record<Carrier, Subscriber>>,
  carrier: () => Carrier,
): Fetcher {
  return ({ query, operationName, variables }, { headers = {} } = {}) => {
    const operation = chosenOperation(query, operationName);
    const name = (operation ? operation.name?.value : operationName) ?? null;
    const params = { query, operationName: name, variables };
    const results =
      operation?.operation === 'subscription'
        ? subscribers[carrier()](params, headers)
        : execute(url, params, headers);
    // GraphiQL's types speak of instances of GraphQLError; what it is given, and shows, is their JSON.
    return results as FetcherReturnType;
  };
}

async function execute(url: string, params: FetcherParams, headers: Headers): Promise<ExecutionResult> {
  const response = await postOperation(url, params, headers);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The server answered ${response.status}, and no JSON: ${text.slice(0, 500)}`, { cause });
  }
}
