import type { FetcherParams } from '@graphiql/toolkit';
import type { ExecutionResult } from '../client/index.ts';

/** As they stand in the headers editor. */
export type Headers = Readonly<Record<string, string>>;

/** Starts a subscription. Its errors are thrown: those of GraphQL as an array, others as an `Error`. */
export type Subscriber = (params: FetcherParams, headers: Headers) => AsyncIterableIterator<ExecutionResult>;
