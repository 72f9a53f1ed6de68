import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of a request wherever it is worked on. */
export interface RequestScope {
  /** By which what a caller was told can be found in the log. */
  readonly id: string;
  /** Who is at the other end of the socket; `undefined` where there is none. */
  readonly address: string | undefined;
}

/** Of requests, and of all responses. */
export const requestIdHeader = 'X-Request-Id';

/** Nothing that could begin a line of a log, or end a header. */
const acceptable = /^[\w.:=+/-]{1,128}$/;

export interface RequestScopes {
  /** Runs a request's work under the id that a proxy in front has given it, or one of its own. */
  run<T>(request: { id: string | null | undefined; address?: string | undefined }, work: () => T): T;
  /** `undefined` outside of a request. */
  current(): RequestScope | undefined;
}

export function createRequestScopes(newId: () => string): RequestScopes {
  const scopes = new AsyncLocalStorage<RequestScope>();
  return {
    run: ({ id, address }, work) =>
      scopes.run({ id: id && acceptable.test(id) ? id : newId(), address }, work),
    current: () => scopes.getStore(),
  };
}
