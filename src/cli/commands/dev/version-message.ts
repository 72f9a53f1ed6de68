import type { Revalidated, SchemaSignature } from '../../../index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import type { Problem } from '../../project/index.ts';

/** Messages from `dev` to the process of a version. */
export type ToVersion =
  /** Load the project in the current folder, and listen on a free port. */
  | { readonly type: 'load'; readonly settings: Settings }
  /** Start serving. The previous version has ended, and nothing is published before the response. */
  | { readonly type: 'takeOver'; readonly before?: SchemaSignature | undefined }
  /** Complete requests and deliveries in progress, then exit. */
  | { readonly type: 'finish' };

/** Files to watch. Paths are absolute. */
export interface Watched {
  readonly files: readonly string[];
  /** Files and folders with SDL. */
  readonly schemaPaths: readonly string[];
}

/** Messages from the process of a version to `dev`. */
export type FromVersion =
  | ({ readonly type: 'loaded'; readonly port: number; readonly acceptsOperatorTokens: boolean } & Watched)
  | ({ readonly type: 'broken'; readonly problems: readonly Problem[] } & Watched)
  | ({ readonly type: 'serving'; readonly signature: SchemaSignature } & Revalidated);
