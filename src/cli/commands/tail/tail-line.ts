import type { ExecutionResult } from '../../../client/index.ts';
import type { Position } from '../../../protocol/index.ts';

/** What `tail` tells, one a line. */
export type TailLine =
  /** What is published from now on is heard. */
  | { readonly ready: true }
  | { readonly result: ExecutionResult }
  | { readonly event: string; readonly data: unknown }
  | { readonly gap: { readonly from: Position; readonly to: Position } };

/** Whom to tell. */
export interface Listener {
  tell(line: TailLine): void;
  /** There will be no more. */
  stop(): void;
  fail(error: Error): void;
}
