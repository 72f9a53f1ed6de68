import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const shape = z.object({ version: z.string(), peerDependencies: z.record(z.string(), z.string()) });
const lockShape = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional() })),
});

const root = findRoot(import.meta.dirname);

/** Finds the nearest parent folder with a `package.json`. This code runs from `src` or from `dist`. */
function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error(`No package.json above ${import.meta.dirname}. Reinstall graphql-pusher.`);
  return findRoot(parent);
}

/** Reads the `package.json` of this package. */
export function ownPackage(): z.infer<typeof shape> {
  return shape.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
}

/** The repository that this code runs from. `undefined` for an installed package. */
export function ownCheckout(): string | undefined {
  return basename(dirname(root)) === 'node_modules' ? undefined : root;
}

/** The version or `file:` specifier with which another project installs this same package. */
export function ownSpecifier(): string {
  const checkout = ownCheckout();
  if (checkout !== undefined) return `file:${checkout}`;
  const byVersion = `^${ownPackage().version}`;
  const lock = join(root, '../.package-lock.json');
  if (!existsSync(lock)) return byVersion;
  const { packages } = lockShape.parse(JSON.parse(readFileSync(lock, 'utf8')));
  const [, file] = /^file:(.*)$/.exec(packages[`node_modules/${basename(root)}`]?.resolved ?? '') ?? [];
  // npm stores the path relative to the project with this `node_modules`.
  return file === undefined ? byVersion : `file:${resolve(root, '../..', file)}`;
}
