import { readFileSync } from 'node:fs';
import { z } from 'zod';

const shape = z.object({ version: z.string(), peerDependencies: z.record(z.string(), z.string()) });

/** This package's own `package.json`. */
export function ownPackage(): z.infer<typeof shape> {
  return shape.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));
}
