/** `output: 'topics'`: writes the types for `publish` on a server. */
import type { Types } from '@graphql-codegen/plugin-helpers';
import { type GraphQLNamedOutputType, isEnumType } from 'graphql';
import type { PluginConfig } from './config.ts';
import { createScalarTypes } from './scalar-types.ts';
import type { SubscriptionSchema } from './subscription-schema.ts';
import { topicArgs } from './topic-args.ts';
import { tsdoc } from './tsdoc.ts';
import { wrapType } from './type-text.ts';

export interface TopicsOptions {
  /** `typescript-resolvers` writes the same file, so its types need no import. */
  readonly besideResolvers: boolean;
}

export function topicsOutput(
  { fields }: SubscriptionSchema,
  config: PluginConfig,
  { besideResolvers }: TopicsOptions,
): Types.ComplexPluginOutput {
  const scalars = createScalarTypes(config);
  const known = besideResolvers || config.resolvers !== undefined;
  const needed = new Set<string>();

  function resolverType(type: GraphQLNamedOutputType): string {
    if (!known) return 'unknown';
    // Enums have no fields, so `ResolversParentTypes` does not contain them.
    const from = isEnumType(type) ? 'ResolversTypes' : 'ResolversParentTypes';
    needed.add(from);
    return isEnumType(type) ? `Awaited<${from}['${type.name}']>` : `${from}['${type.name}']`;
  }

  const properties = fields.map(({ channel, field }) => {
    // A publisher names the topic in full. Defaults apply to subscribers only.
    const args = topicArgs(channel, field, scalars, { defaults: false, indent: '    ' });
    const event = wrapType(field.type, resolverType, 'ReadonlyArray');
    return `${tsdoc(field, { indent: '  ' })}  ${field.name}: {\n    args: ${args};\n    event: ${event};\n  };\n`;
  });
  const imported = [...needed].sort().join(', ');
  return {
    prepend: [
      ...(imported !== '' && !besideResolvers
        ? [`import type { ${imported} } from '${config.resolvers}';`]
        : []),
      ...scalars.imports(),
    ],
    // A type alias, because an interface is not assignable to a record.
    content: `
/** Arguments and event of each subscription field, for \`publish(field, args, event)\`. */
export type Topics = {
${properties.join('\n')}};
`,
  };
}
