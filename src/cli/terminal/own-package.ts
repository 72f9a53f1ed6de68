import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const shape = z.object({ version: z.string(), peerDependencies: z.record(z.string(), z.string()) });
const lockShape = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional() })),
});

const root = findRoot(import.meta.dirname);

/** The nearest folder with a `package.json`, whether this code runs from `src` or from `dist`. */
function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}.`);
  return findRoot(parent);
}

/** This package's own `package.json`. */
export function ownPackage(): z.infer<typeof shape> {
  return shape.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
}

/** The repository that this runs from; `undefined` for a package that was installed. */
export function ownCheckout(): string | undefined {
  return basename(dirname(root)) === 'node_modules' ? undefined : root;
}

/** What another project has to depend on to get this very package: its version, or where it was installed from. */
export function ownSpecifier(): string {
  const checkout = ownCheckout();
  if (checkout !== undefined) return `file:${checkout}`;
  const byVersion = `^${ownPackage().version}`;
  const lock = join(root, '../.package-lock.json');
  if (!existsSync(lock)) return byVersion;
  const { packages } = lockShape.parse(JSON.parse(readFileSync(lock, 'utf8')));
  const [, file] = /^file:(.*)$/.exec(packages[`node_modules/${basename(root)}`]?.resolved ?? '') ?? [];
  // Relative to the project that it is installed in.
  return file === undefined ? byVersion : `file:${resolve(root, '../..', file)}`;
}
