import { AsyncLocalStorage } from 'node:async_hooks';

/** Facts about a request that all of its code can read. */
export interface RequestScope {
  /** The request id in responses and in the log. */
  readonly id: string;
  /** The remote address of the socket. `undefined` if there is no socket. */
  readonly address: string | undefined;
}

/** Header with the request id, read from requests and set on all responses. */
export const requestIdHeader = 'X-Request-Id';

/** Valid ids. Excludes characters that would break a line of the log or a header. */
const validId = /^[\w.:=+/-]{1,128}$/;

export interface RequestScopes {
  /** Runs the work of a request with the id that a proxy assigned to it, or with a new id. */
  run<T>(request: { id: string | null | undefined; address?: string | undefined }, work: () => T): T;
  /** The scope of the current request. `undefined` outside of a request. */
  current(): RequestScope | undefined;
}

export function createRequestScopes(newId: () => string): RequestScopes {
  const scopes = new AsyncLocalStorage<RequestScope>();
  return {
    run: ({ id, address }, work) => scopes.run({ id: id && validId.test(id) ? id : newId(), address }, work),
    current: () => scopes.getStore(),
  };
}
