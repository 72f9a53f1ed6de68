import type { Viewer } from '../core/index.ts';

/** What our own resolvers need of a request's context. */
export interface BuiltinContext {
  readonly viewer: Viewer | undefined;
  /** Absent in an execution for an event. */
  readonly request?: Request;
}
