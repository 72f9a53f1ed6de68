/** The values in a topic's name, with the types of the schema. */

import { type GraphQLArgument, type GraphQLField, valueFromASTUntyped } from 'graphql';
import type { SubscriptionField } from '../core/index.ts';
import type { ScalarTypes } from './scalar-types.ts';
import { tsdoc } from './tsdoc.ts';
import { argumentType } from './type-text.ts';

type Field = GraphQLField<unknown, unknown>;

/**
 * Writes an object type with the arguments in the template and, under `viewer`, its claims.
 *
 * @param options.defaults Makes arguments with a default optional.
 */
export function topicArgs(
  { template }: SubscriptionField,
  field: Field,
  scalars: ScalarTypes,
  { defaults, indent }: { defaults: boolean; indent: string },
): string {
  const inner = `${indent}  `;
  const properties = namedArguments(template.arguments, field).map((argument) => {
    const value = defaults ? defaultOf(argument) : undefined;
    const more = value === undefined ? [] : [`@defaultValue \`${JSON.stringify(value)}\``];
    const optional = value === undefined ? '' : '?';
    return `${tsdoc(argument, { indent: inner, more })}${inner}${argument.name}${optional}: ${argumentType(argument.type, scalars)};\n`;
  });
  if (template.claims.length > 0) {
    const claims = template.claims.map((claim) => `${claim}: string`).join('; ');
    properties.push(`${inner}/** Claims of the viewer. */\n${inner}viewer: { ${claims} };\n`);
  }
  return properties.length > 0 ? `{\n${properties.join('')}${indent}}` : 'Record<string, never>';
}

/** The defaults of the arguments in the template. `undefined` without defaults. */
export function topicDefaults({ template }: SubscriptionField, field: Field): object | undefined {
  const defaults = namedArguments(template.arguments, field)
    .map((argument) => [argument.name, defaultOf(argument)] as const)
    .filter(([, value]) => value !== undefined);
  return defaults.length > 0 ? Object.fromEntries(defaults) : undefined;
}

function namedArguments(names: readonly string[], field: Field): GraphQLArgument[] {
  return field.args.filter((each) => names.includes(each.name));
}

function defaultOf(argument: GraphQLArgument): unknown {
  const node = argument.astNode?.defaultValue;
  // A channel name cannot contain null, so an argument whose default is null stays required.
  return node ? (valueFromASTUntyped(node) ?? undefined) : undefined;
}
