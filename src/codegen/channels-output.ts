/** `output: 'channels'`: writes the topic channels for clients. */
import type { Types } from '@graphql-codegen/plugin-helpers';
import { getNamedType, isLeafType, isSpecifiedScalarType } from 'graphql';
import { prefixOf } from '../protocol/index.ts';
import type { PluginConfig } from './config.ts';
import { payloadType } from './payload-type.ts';
import { createScalarTypes, type ScalarTypes } from './scalar-types.ts';
import type { DescribedField, SubscriptionSchema } from './subscription-schema.ts';
import { topicArgs, topicDefaults } from './topic-args.ts';
import { tsdoc } from './tsdoc.ts';

export function channelsOutput(
  subscriptions: SubscriptionSchema,
  config: PluginConfig,
): Types.ComplexPluginOutput {
  const scalars = createScalarTypes(config);
  const fields = nameTypes(subscriptions.fields.filter(({ channel }) => channel.hasTopicChannel));
  const content = [
    ...fields.flatMap((each) => [argsType(each, scalars), payloadDeclaration(subscriptions, each, scalars)]),
    `/** The topic channels, by subscription field. */\nexport interface Channels {\n${fields.map(channelProperty).join('\n')}}`,
    `export const channels: Channels = {\n${fields.map(channelValue).join('')}};`,
  ];
  return {
    prepend: [
      ...(fields.length > 0 ? [`import { type TopicChannel, topicChannel } from '${config.client}';`] : []),
      ...scalars.imports(),
    ],
    content: `\n${content.join('\n\n')}\n`,
  };
}

interface NamedField extends DescribedField {
  /** `MessageAdded` */
  readonly typeName: string;
}

/** Names the types of each field. Adds `_` if two fields differ only in the case of their first letter. */
function nameTypes(fields: readonly DescribedField[]): NamedField[] {
  const taken = new Set<string>();
  return fields.map((each) => {
    let typeName = each.field.name.charAt(0).toUpperCase() + each.field.name.slice(1);
    while (taken.has(typeName)) typeName += '_';
    taken.add(typeName);
    return { ...each, typeName };
  });
}

function argsType({ channel, field, typeName }: NamedField, scalars: ScalarTypes): string {
  const text = topicArgs(channel, field, scalars, { defaults: true, indent: '' });
  return `/** Arguments in the name of {@link Channels.${field.name}}. */\nexport type ${typeName}Args = ${text};`;
}

function payloadDeclaration(
  { schema }: SubscriptionSchema,
  { field, typeName }: NamedField,
  scalars: ScalarTypes,
): string {
  const named = getNamedType(field.type);
  // The descriptions of GraphQL's own scalars are not worth repeating.
  const description = isSpecifiedScalarType(named) ? undefined : named.description;
  const carried = `${isLeafType(named) ? '' : 'the leaf fields of '}\`${field.type}\``;
  const doc = tsdoc({ description }, { more: [`Payload of {@link Channels.${field.name}}: ${carried}.`] });
  return `${doc}export type ${typeName}Payload = ${payloadType(schema, field.type, scalars)};`;
}

function channelProperty({ channel, field, typeName }: NamedField): string {
  const doc = tsdoc(field, {
    indent: '  ',
    more: [`Channel: \`${prefixOf[channel.access]}${channel.template.text}\`.`],
  });
  // The literal types let callers distinguish kinds of channels.
  return `${doc}  readonly ${field.name}: TopicChannel<${typeName}Args, ${typeName}Payload> & {
    readonly event: '${field.name}';
    readonly access: '${channel.access}';
  };\n`;
}

function channelValue({ channel, field, typeName }: NamedField): string {
  const defaults = topicDefaults(channel, field);
  const definition = [
    `event: '${field.name}'`,
    `access: '${channel.access}'`,
    `template: '${channel.template.text}'`,
    ...(defaults ? [`defaults: ${JSON.stringify(defaults)}`] : []),
  ];
  // The pure annotation lets bundlers drop unused channels.
  return `  ${field.name}: /* #__PURE__ */ topicChannel<${typeName}Args, ${typeName}Payload>({ ${definition.join(', ')} }) as Channels['${field.name}'],\n`;
}
