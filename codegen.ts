/** Writes every generated file: `npm run codegen`. test/codegen/stale.test.ts fails when one of them is stale. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const channelSchema = 'schema/channel.graphql';
const builtinSchema = 'schema/pusher.graphql';
const chatSchema = 'examples/chat/schema/chat.graphql';
const shopSchema = 'test/codegen/fixture/shop.graphql';

/** By its path, so that nothing has to be built before. Users write `graphql-pusher/codegen`. */
const pusherPlugin = './src/codegen/index.ts';

const chatScalars = { DateTime: 'string' };
const shopScalars = { Money: '../scalars.ts#Money' };

/** Types that Node can strip: no enums, no namespaces. */
const resolverTypes = {
  plugins: ['typescript', 'typescript-resolvers'],
  config: { enumsAsTypes: true, useTypeImports: true },
};

const config: CodegenConfig = {
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/core/schema/generated/channel-type-defs.ts': {
      schema: channelSchema,
      plugins: ['./src/codegen/type-defs.ts'],
      config: {
        file: channelSchema,
        name: 'channelTypeDefs',
        description: "SDL of `@channel`, to stand beside the user's own.",
      },
    },
    'src/builtins/generated/type-defs.ts': {
      schema: builtinSchema,
      plugins: ['./src/codegen/type-defs.ts'],
      config: {
        file: builtinSchema,
        name: 'builtinTypeDefs',
        description: 'SDL of the built-in operations.',
      },
    },
    'src/builtins/generated/resolvers.ts': {
      schema: [builtinSchema, channelSchema],
      ...resolverTypes,
      config: {
        ...resolverTypes.config,
        skipTypename: true,
        scalars: { PusherJSON: 'unknown' },
        contextType: '../builtin-context.ts#BuiltinContext',
      },
    },

    'src/console/page/generated/': {
      schema: [builtinSchema, channelSchema],
      documents: 'src/console/page/**/*.{ts,tsx}',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { PusherJSON: 'unknown' },
      },
    },

    'examples/chat/generated/resolvers.ts': {
      schema: [chatSchema, channelSchema],
      ...resolverTypes,
      config: {
        ...resolverTypes.config,
        scalars: chatScalars,
        contextType: '../context.ts#ChatContext',
        mappers: {
          Message: '../model.ts#Message as MessageModel',
          Room: '../model.ts#Room as RoomModel',
        },
      },
    },
    'examples/chat/generated/topics.ts': {
      schema: [chatSchema, channelSchema],
      plugins: [pusherPlugin],
      config: { output: 'topics', resolvers: './resolvers.ts' },
    },
    'examples/chat/page/generated/': {
      schema: [chatSchema, channelSchema, builtinSchema],
      documents: 'examples/chat/page/**/*.{ts,tsx}',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { documentMode: 'string', enumsAsTypes: true, useTypeImports: true, scalars: chatScalars },
    },
    'examples/chat/page/generated/channels.ts': {
      schema: [chatSchema, channelSchema],
      plugins: [pusherPlugin],
      config: { scalars: chatScalars },
    },

    // The type tests are about these.
    'test/codegen/fixture/generated/channels.ts': {
      schema: [shopSchema, channelSchema],
      plugins: [pusherPlugin],
      config: { scalars: shopScalars },
    },
    'test/codegen/fixture/generated/topics.ts': {
      schema: [shopSchema, channelSchema],
      ...resolverTypes,
      plugins: [...resolverTypes.plugins, pusherPlugin],
      config: { ...resolverTypes.config, output: 'topics', scalars: shopScalars },
    },
  },
  // The page may be without any for a while.
  ignoreNoDocuments: true,
};

export default config;
