/** Writes every generated file: `npm run codegen`. test/codegen/stale.test.ts fails when one of them is stale. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  silent: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/core/generated/channel-type-defs.ts': {
      schema: 'schema/*.graphql',
      plugins: ['./src/codegen/type-defs.ts'],
      config: {
        file: 'schema/channel.graphql',
        name: 'channelTypeDefs',
        description: "SDL of `@channel`, to stand beside the user's own.",
      },
    },
    'src/yoga/generated/type-defs.ts': {
      schema: 'schema/*.graphql',
      plugins: ['./src/codegen/type-defs.ts'],
      config: {
        file: 'schema/pusher.graphql',
        name: 'builtinTypeDefs',
        description: 'SDL of the built-in operations.',
      },
    },
  },
};

export default config;
