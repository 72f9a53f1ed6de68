import type { Revalidated, SchemaSignature } from '../../../index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import type { Problem } from '../../project/index.ts';

/** What the process that watches says to one that serves a version of the project. */
export type ToVersion =
  /** Load the project in the current folder, and listen on a free port. */
  | { readonly type: 'load'; readonly settings: Settings }
  /** The version before is gone, and nothing is published until the answer. */
  | { readonly type: 'takeOver'; readonly before?: SchemaSignature | undefined }
  /** Finish what was begun, and end. */
  | { readonly type: 'finish' };

/** Files to look after. Paths are absolute. */
export interface Watched {
  readonly files: readonly string[];
  /** Files and folders of SDL. */
  readonly schemaPaths: readonly string[];
}

/** What it answers. */
export type FromVersion =
  | ({ readonly type: 'loaded'; readonly port: number; readonly takesOurTokens: boolean } & Watched)
  | ({ readonly type: 'broken'; readonly problems: readonly Problem[] } & Watched)
  | ({ readonly type: 'serving'; readonly signature: SchemaSignature } & Revalidated);
