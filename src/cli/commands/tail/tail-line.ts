import type { ExecutionResult } from '../../../client/index.ts';
import type { Position } from '../../../protocol/index.ts';

/** One line of `tail`'s output. */
export type TailLine =
  /** From now on, every published event arrives. */
  | { readonly ready: true }
  | { readonly result: ExecutionResult }
  | { readonly event: string; readonly data: unknown }
  | { readonly gap: { readonly from: Position; readonly to: Position } };

/** Receives the lines of `tail`. */
export interface TailListener {
  emit(line: TailLine): void;
  /** Called when no more lines follow. */
  stop(): void;
  reject(error: Error): void;
}
