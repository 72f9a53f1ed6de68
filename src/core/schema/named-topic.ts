import { type GraphQLInputType, type GraphQLSchema, isRequiredArgument } from 'graphql';
import { isExactNumber } from '../../protocol/index.ts';
import { jsonClaims } from '../ports/index.ts';
import { coerceValue, NotJsonError, type Parsed } from '../values/index.ts';
import type { SubscriptionField } from './channel-directive.ts';
import { valuesWrittenAs } from './channel-template.ts';
import { argumentValue } from './root-field.ts';
import { type Topic, topicOf } from './topic.ts';

/** What a topic is named by: the arguments of the field's template, and claims under `viewer`. */
export type TopicArguments = Readonly<Record<string, unknown>> & {
  readonly viewer?: Readonly<Record<string, unknown>>;
};

/**
 * The topic that a publisher names. Its arguments are coerced as those of a subscription, so an event goes where its
 * subscribers are, also where a scalar changes its values (to lower case).
 */
export function namedTopic(
  schema: GraphQLSchema,
  field: SubscriptionField,
  { viewer, ...args }: TopicArguments,
): Parsed<Topic> {
  const coerced = topicArguments(schema, field, args);
  if ('problem' in coerced) return coerced;
  try {
    return topicOf(field, coerced.value, jsonClaims(viewer ?? {}, field.template.claims));
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    return { problem: `a claim of "viewer" cannot be used: ${error.message.replace(/\.$/, '')}` };
  }
}

/**
 * The arguments that a field's template names, with defaults; what is missing stays absent. The caller is a program or a
 * command line: a number may be given as its text and the other way round, and an enum's value by its name or as
 * resolvers know it.
 */
function topicArguments(
  schema: GraphQLSchema,
  { name: fieldName, template, enumNames }: SubscriptionField,
  given: Readonly<Record<string, unknown>>,
): Parsed<Record<string, unknown>> {
  const all = schema.getSubscriptionType()?.getFields()[fieldName]?.args ?? [];
  const args: Record<string, unknown> = {};
  for (const argument of all.filter(({ name }) => template.arguments.includes(name))) {
    const { name, type } = argument;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      args[name] = isRequiredArgument(argument) ? undefined : argumentValue(argument);
      continue;
    }
    if (typeof value === 'number' && !isExactNumber(value))
      return { problem: `argument "${name}" is ${value}, which a number cannot hold exactly. Use a string` };
    const coerced = firstThatFits(schema, type, [value, enumNames.get(name)?.get(value)]);
    if ('problem' in coerced) return { problem: `argument "${name}": ${coerced.problem}` };
    args[name] = coerced.value;
  }
  return { value: args };
}

function firstThatFits(
  schema: GraphQLSchema,
  type: GraphQLInputType,
  values: readonly unknown[],
): Parsed<unknown> {
  const problems: string[] = [];
  for (const value of values.flatMap(waysToWrite)) {
    const coerced = coerceValue(schema, type, value);
    if ('value' in coerced) return coerced;
    problems.push(coerced.problem);
  }
  return { problem: problems[0] ?? 'there is no value' };
}

function waysToWrite(value: unknown): unknown[] {
  if (typeof value === 'string') return [value, ...valuesWrittenAs(value)];
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return [value, String(value)];
  return value === undefined ? [] : [value];
}
