/** Writes SDL as a TypeScript constant, for bundles that cannot read files. Our own `codegen.ts` uses it. */
import { readFileSync } from 'node:fs';
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';

export interface TypeDefsConfig {
  /** The SDL file, from the working directory. It is taken as it is: a schema printed again would lose its order. */
  file: string;
  /** The constant's name. */
  name: string;
  /** What the constant is, as its TSDoc. */
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
