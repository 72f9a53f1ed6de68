/** Pages generated from the sources: the API reference, and files that other pages link to. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apiPages } from './api/api-pages.ts';
import { generatedFolder, root } from './pages.ts';
import { linkedSources, sourcePage, sourcePathOf } from './source-pages.ts';

/** Regenerates all of these pages. */
export function writeGeneratedPages(): void {
  const folder = join(root, generatedFolder);
  mkdirSync(folder, { recursive: true });
  for (const each of readdirSync(folder)) rmSync(join(folder, each), { recursive: true });
  const sources = linkedSources().map((file): [string, string] => [sourcePathOf(file), sourcePage(file)]);
  for (const [path, text] of [...apiPages(), ...sources]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
