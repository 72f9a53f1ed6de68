import { expect, expectTypeOf, it } from 'vitest';
import {
  type Client,
  createClient,
  type ExecutionResult,
  type PusherInstance,
} from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';

/** The interface that libraries require: a copy of the `Client` of graphql-ws 6.4. */
interface FormattedExecutionResult<Data, Extensions> {
  errors?:
    | readonly {
        readonly message: string;
        readonly locations?: readonly { line: number; column: number }[];
        readonly path?: readonly (string | number)[];
        readonly extensions?: { [key: string]: unknown };
      }[]
    | undefined;
  data?: Data | null | undefined;
  hasNext?: boolean | undefined;
  extensions?: Extensions | undefined;
}
interface WsSink<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
}
interface WsPayload {
  readonly operationName?: string | null | undefined;
  readonly query: string;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}
type WsEvent = 'connecting' | 'opened' | 'connected' | 'ping' | 'pong' | 'message' | 'closed' | 'error';
type WsListener<E extends WsEvent> = E extends 'connecting'
  ? (isRetry: boolean) => void
  : E extends 'opened'
    ? (socket: unknown) => void
    : E extends 'connected'
      ? (socket: unknown, payload: Record<string, unknown> | undefined, wasRetry: boolean) => void
      : E extends 'ping' | 'pong'
        ? (received: boolean, payload: Record<string, unknown> | undefined) => void
        : (event: unknown) => void;
interface WsClient {
  dispose: () => void | Promise<void>;
  on<E extends WsEvent>(event: E, listener: WsListener<E>): () => void;
  subscribe<Data = Record<string, unknown>, Extensions = unknown>(
    payload: WsPayload,
    sink: WsSink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void;
  iterate<Data = Record<string, unknown>, Extensions = unknown>(
    payload: WsPayload,
  ): AsyncIterableIterator<FormattedExecutionResult<Data, Extensions>>;
  terminate(): void;
}

it("can replace graphql-ws's client", () => {
  expectTypeOf<Client>().toExtend<WsClient>();
  expectTypeOf<Pusher>().toExtend<PusherInstance>();
  const client: WsClient = createClient({ url: '/graphql' });
  expect(Object.keys(client).sort()).toEqual(['dispose', 'iterate', 'on', 'subscribe', 'terminate']);
});

it('uses the types of a typed document', () => {
  class TypedDocumentString<Result, Variables> extends String {
    __apiType?: (variables: Variables) => Result;
  }
  const query = new TypedDocumentString<{ n: number }, { id: string }>('subscription { n }');
  const client = createClient({ url: '/graphql' });
  const never = (): void => {
    const results = client.iterate({ query, variables: { id: '1' } });
    expectTypeOf(results).toEqualTypeOf<AsyncIterableIterator<ExecutionResult<{ n: number }, unknown>>>();
    // @ts-expect-error: the document has no such variable.
    client.iterate({ query, variables: { room: '1' } });
  };
  expect(never).toBeTypeOf('function');
});
