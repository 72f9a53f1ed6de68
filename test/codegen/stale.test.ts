import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { generate } from '@graphql-codegen/cli';
import { expect, it } from 'vitest';
import config from '../../codegen.ts';

interface Written {
  filename: string;
  content: string;
}

it('every generated file is up to date', async () => {
  const written: Written[] = await generate(config, false);
  const onDisk = globSync('{src,examples,test}/**/generated/**/*.ts').sort();
  const wrong = [
    ...(await Promise.all(
      written.map(async ({ filename, content }) => {
        const found = await readFile(filename, 'utf8').catch(() => undefined);
        if (found === undefined) return `${filename} is missing`;
        return found === content ? [] : `${filename} is stale`;
      }),
    )),
    ...onDisk
      .filter((path) => !written.some(({ filename }) => filename === path))
      .map((path) => `${path} is no longer generated. Delete it`),
  ].flat();
  expect(wrong, 'Run `npm run codegen`, and commit the result').toEqual([]);
});
