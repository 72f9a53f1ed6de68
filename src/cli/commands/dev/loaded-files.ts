import module from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This package's own code. */
const ownCode = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Records each file that is imported from now on, directly or indirectly, except files of packages. Stays empty before
 * Node 22.15, which has no hooks for it.
 */
export function recordLoadedFiles(): ReadonlySet<string> {
  const files = new Set<string>();
  module.registerHooks?.({
    load(url, context, nextLoad) {
      if (url.startsWith('file:')) {
        const file = fileURLToPath(url.replace(/[?#].*$/, ''));
        if (!file.includes(`${sep}node_modules${sep}`) && !file.startsWith(ownCode)) files.add(file);
      }
      return nextLoad(url, context);
    },
  });
  return files;
}
