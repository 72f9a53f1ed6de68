import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../src/client/index.ts');

/** Bundles an application that exports this from the client. */
async function bundle(exported: string): Promise<{ size: number; chunk: Rollup.OutputChunk }> {
  const directory = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
  const entry = join(directory, 'entry.js');
  writeFileSync(entry, `export ${exported} from ${JSON.stringify(source)};`);
  const [built] = (await build({
    configFile: false,
    root: directory,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'bundle' },
      // By default, Vite does not minify the whitespace of libraries.
      rolldownOptions: { external: ['pusher-js'], output: { minify: true } },
    },
  })) as Rollup.RollupOutput[];
  rmSync(directory, { recursive: true });
  const chunk = built?.output[0];
  if (!chunk) throw new Error('The build has no output.');
  return { size: gzipSync(chunk.code).length, chunk };
}

it('the client is under 7.7 kB gzipped without pusher-js, which it loads only when needed', async () => {
  const { size, chunk } = await bundle('{ createClient }');
  const everything = await bundle('*');
  console.log(`graphql-pusher/client: ${size} bytes gzipped; ${everything.size} with bind and topicChannel`);
  expect(size).toBeLessThan(7_700);
  expect(everything.size).toBeLessThan(8_200);
  expect(chunk.imports).toEqual([]);
  expect(chunk.dynamicImports).toEqual(['pusher-js']);
});
