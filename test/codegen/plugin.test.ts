import { readFile } from 'node:fs/promises';
import { buildASTSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { builtinSubscriptionFields } from '../../src/core/schema/channel-directive.ts';
import { pusherOutput, pusherPlugin, runCodegen } from './run-codegen.ts';

const query = 'type Query { nothing: Boolean }';

describe('output: channels', () => {
  it('writes a typed channel for a subscription field, which imports only the client', async () => {
    const output = await pusherOutput(/* GraphQL */ `
      ${query}
      type Subscription {
        "A message was added."
        messageAdded("The room." roomId: ID!): Message! @channel(name: "room-{roomId}")
      }
      type Message {
        id: ID!
        "The text."
        text: String @deprecated(reason: "Use markup.")
        author: Author!
      }
      type Author { id: ID! }
    `);
    expect(output).toMatchInlineSnapshot(`
      "import { type TopicChannel, topicChannel } from 'graphql-pusher/client';

      /** Arguments in the name of {@link Channels.messageAdded}. */
      export type MessageAddedArgs = {
        /** The room. */
        roomId: string;
      };

      /** Payload of {@link Channels.messageAdded}: the leaf fields of \`Message!\`. */
      export type MessageAddedPayload = {
        id: string;
        /**
         * The text.
         *
         * @deprecated Use markup.
         */
        text: string | null;
      };

      /** The topic channels, by subscription field. */
      export interface Channels {
        /**
         * A message was added.
         *
         * Channel: \`private-room-{roomId}\`.
         */
        readonly messageAdded: TopicChannel<MessageAddedArgs, MessageAddedPayload> & {
          readonly event: 'messageAdded';
          readonly access: 'PRIVATE';
        };
      }

      export const channels: Channels = {
        messageAdded: /* #__PURE__ */ topicChannel<MessageAddedArgs, MessageAddedPayload>({ event: 'messageAdded', access: 'PRIVATE', template: 'room-{roomId}' }) as Channels['messageAdded'],
      };
      "
    `);
  });

  it('escapes text that would end a comment', async () => {
    const output = await pusherOutput(`${query}
      type Subscription { "Ends */ here. \`*/\`" a: Int @channel(name: "a") }`);
    expect(output).toContain('Ends *\\/ here.');
  });

  it('reads a schema with or without the definition of @channel', async () => {
    const fields = 'type Subscription { a: Int @channel(name: "a", access: PRESENCE) }';
    const definition =
      'directive @channel(name: String!, access: A! = PRIVATE) on FIELD_DEFINITION enum A { PRIVATE PRESENCE }';
    const [without, withIt] = await Promise.all([
      pusherOutput(`${query} ${fields}`),
      pusherOutput(`${query} ${fields} ${definition}`),
    ]);
    expect(without).toContain("access: 'PRESENCE'");
    expect(withIt).toBe(without);
  });

  it('distinguishes fields that differ only in the case of their first letter', async () => {
    const output = await pusherOutput(`${query}
      type Subscription { a: Int! @channel(name: "a") A: String! @channel(name: "b") }`);
    expect(output).toContain('type APayload = string');
    expect(output).toContain('type A_Payload = number');
  });

  it('omits the built-in subscription fields', async () => {
    const files = {
      'a.graphql':
        'type Query { a: Int } type Subscription { said(room: ID!): String! @channel(name: "room-{room}") }',
      'channel.graphql': await readFile('schema/channel.graphql', 'utf8'),
      'pusher.graphql': await readFile('schema/pusher.graphql', 'utf8'),
    };
    for (const output of ['channels', 'topics']) {
      const written = await runCodegen(files, {
        generates: { 'out.ts': { plugins: [pusherPlugin], config: { output } } },
      });
      expect(written['out.ts']).toContain('said');
      expect(written['out.ts']).not.toMatch(/presence|channelEvents/);
    }
  });

  it('lists the names of the built-in subscription fields', async () => {
    const schema = buildASTSchema(parse(await readFile('schema/pusher.graphql', 'utf8')), {
      assumeValidSDL: true,
    });
    expect(new Set(Object.keys(schema.getSubscriptionType()?.getFields() ?? {}))).toEqual(
      builtinSubscriptionFields,
    );
  });

  it('writes an empty map for a schema without subscriptions', async () => {
    expect(await pusherOutput(query)).toContain('export const channels: Channels = {\n};');
  });

  it('imports the client from the configured module', async () => {
    const output = await pusherOutput(`${query} type Subscription { a: Int @channel(name: "a") }`, {
      client: '#pusher',
    });
    expect(output).toContain("import { type TopicChannel, topicChannel } from '#pusher';");
  });
});

describe('scalars', () => {
  const schema = `${query}
    scalar At scalar Money scalar Json
    type Subscription { a(at: At!): Price @channel(name: "a-{at}") }
    type Price { at: At! money: Money! json: Json! }`;

  it('have the configured types, with their imports', async () => {
    const output = await pusherOutput(schema, {
      scalars: { At: { input: 'Date | string', output: 'string' }, Money: './money.ts#Amount as Money' },
    });
    expect(output).toContain("import type { Amount as Money } from './money.ts';");
    expect(output).toContain('  at: Date | string;');
    expect(output).toContain('  at: string;');
    expect(output).toContain('  money: Money;');
  });

  it('are unknown by default; arguments have the types that a channel name can contain', async () => {
    const output = await pusherOutput(schema);
    expect(output).toContain('  at: string | number | boolean;');
    expect(output).toContain('  json: unknown;');
    expect(await pusherOutput(schema, { defaultScalarType: 'Json' })).toContain('  json: Json;');
  });

  it('must be configured with strictScalars', async () => {
    await expect(pusherOutput(schema, { strictScalars: true })).rejects.toThrow(
      'strictScalars: the scalar At has no type. Add it to `scalars`.',
    );
  });
});

describe('output: topics', () => {
  const schema = `${query}
    type Subscription { a(id: ID!): [Thing] @channel(name: "a-{id};{viewer.sub}") b: Level! @channel(name: "b") }
    type Thing { id: ID! }
    enum Level { LOW HIGH }`;

  it("imports the resolvers' types from the configured module", async () => {
    expect(
      await pusherOutput(schema, { output: 'topics', resolvers: './resolvers.ts' }),
    ).toMatchInlineSnapshot(`
      "import type { ResolversParentTypes, ResolversTypes } from './resolvers.ts';

      /** Arguments and event of each subscription field, for \`publish(field, args, event)\`. */
      export type Topics = {
        a: {
          args: {
            id: string;
            /** Claims of the viewer. */
            viewer: { sub: string };
          };
          event: ReadonlyArray<ResolversParentTypes['Thing'] | null> | null;
        };

        b: {
          args: Record<string, never>;
          event: Awaited<ResolversTypes['Level']>;
        };
      };
      "
    `);
  });

  it('imports no types if the same file contains them', async () => {
    const written = await runCodegen(
      { 'schema.graphql': schema },
      {
        generates: {
          'all.ts': {
            plugins: ['typescript', 'typescript-resolvers', { [pusherPlugin]: { output: 'topics' } }],
          },
        },
      },
    );
    expect(written['all.ts']).toContain("event: ReadonlyArray<ResolversParentTypes['Thing'] | null> | null;");
    expect(written['all.ts']).not.toContain('import type { ResolversParentTypes');
  });

  it('uses unknown for the event without these types', async () => {
    const output = await pusherOutput(schema, { output: 'topics' });
    expect(output).toContain('event: ReadonlyArray<unknown | null> | null;');
    expect(output).not.toContain('import');
  });
});

it('works with the client preset and persisted documents in one configuration', async () => {
  const written = await runCodegen(
    {
      'schema.graphql': `${query}
        type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
        type Message { id: ID! text: String! }`,
      'page.ts':
        'graphql(`subscription MessageAdded($roomId: ID!) { messageAdded(roomId: $roomId) { id } }`);\n',
    },
    {
      documents: 'page.ts',
      generates: {
        'generated/': { preset: 'client', presetConfig: { persistedDocuments: true } },
        'generated/channels.ts': { plugins: [pusherPlugin] },
      },
    },
  );
  expect(Object.keys(written).sort()).toEqual([
    'generated/channels.ts',
    'generated/fragment-masking.ts',
    'generated/gql.ts',
    'generated/graphql.ts',
    'generated/index.ts',
    'generated/persisted-documents.json',
  ]);
  expect(Object.values(JSON.parse(written['generated/persisted-documents.json'] ?? '{}'))).toEqual([
    expect.stringContaining('subscription MessageAdded'),
  ]);
  expect(written['generated/channels.ts']).toContain("template: 'room-{roomId}'");
});
