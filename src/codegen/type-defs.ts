/** Writes SDL as a TypeScript constant, for bundles that cannot read files. Used by `codegen.ts` of this repository. */
import { readFileSync } from 'node:fs';
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';

export interface TypeDefsConfig {
  /** SDL file, relative to the working directory. Its text is copied, because printing the schema would change its order. */
  file: string;
  /** Name of the constant. */
  name: string;
  /** TSDoc of the constant. */
  description: string;
}

export const plugin: CodegenPlugin<TypeDefsConfig>['plugin'] = (_schema, _documents, config) => {
  const sdl = readFileSync(config.file, 'utf8').replaceAll(/[`\\]|\$\{/g, (each) => `\\${each}`);
  return [
    `// Written from ${config.file}: npm run codegen`,
    `/** ${config.description} */`,
    `export const ${config.name} = /* GraphQL */ \`\n${sdl}\`;\n`,
  ].join('\n');
};
