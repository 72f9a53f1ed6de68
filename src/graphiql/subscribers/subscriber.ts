import type { FetcherParams } from '@graphiql/toolkit';
import type { ExecutionResult } from '../../client/index.ts';

/** The headers in the headers editor. */
export type Headers = Readonly<Record<string, string>>;

/** Starts a subscription. The iterator throws GraphQL errors as an array, and other errors as an `Error`. */
export type Subscriber = (params: FetcherParams, headers: Headers) => AsyncIterableIterator<ExecutionResult>;
