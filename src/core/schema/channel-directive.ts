import { getDirective } from '@graphql-tools/utils';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputType,
  isLeafType,
  isNonNullType,
  isRequiredArgument,
  isSpecifiedScalarType,
} from 'graphql';
import { z } from 'zod';
import { type Access, accesses, reservedBeginnings } from '../../protocol/index.ts';
import { coerceValue } from '../values/index.ts';
import { type ChannelTemplate, canBeNamed, parseTemplate, templatesOverlap } from './channel-template.ts';
import { argumentValue } from './root-field.ts';

export { channelTypeDefs } from './generated/channel-type-defs.ts';

/** A subscription field as its `@channel` describes it. */
export interface SubscriptionField {
  readonly name: string;
  readonly template: ChannelTemplate;
  readonly access: Access;
  /** The claims that shape the result. */
  readonly per: readonly string[];
  /**
   * Whether a plain topic channel can carry it: only where the channel's name tells every claim of `per`, and every
   * argument that the field cannot do without.
   */
  readonly hasTopicChannel: boolean;
  /** Of template arguments that are enums: the name of each value that resolvers know by another. */
  readonly enumNames: ReadonlyMap<string, ReadonlyMap<unknown, string>>;
  /**
   * The hash of the arguments stands for them in the topic's name, so they may hold what a name may not. Nobody can
   * tell them from it, so there is no topic channel. Only for fields of ours.
   */
  readonly hashesArguments?: boolean;
}

/** One thing that is wrong with a schema's channels, with where it stands. */
export interface ChannelProblem {
  readonly field: string;
  readonly message: string;
  /** 1-based, when the schema came from text. */
  readonly location?: { readonly source: string; readonly line: number; readonly column: number };
}

/** The schema's channels cannot be used; the message lists every problem with its field. */
export class ChannelSchemaError extends Error {
  override readonly name = 'ChannelSchemaError';
  readonly problems: readonly ChannelProblem[];

  constructor(problems: readonly ChannelProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

function describeProblem({ field, message, location }: ChannelProblem): string {
  const place = location ? ` (${location.source}:${location.line}:${location.column})` : '';
  return `Subscription.${field}: ${message}${place}`;
}

const channelArguments = z.object({
  name: z.string(),
  access: z.enum(accesses).default('PRIVATE'),
  per: z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'claims of `per` are names')).default([]),
});

/** The subscription fields that a gateway has of its own, as `schema/pusher.graphql` describes them. */
export const builtinSubscriptionFields: ReadonlySet<string> = new Set([
  'presence',
  'channelEvents',
  'console',
]);

/** Options of {@link readSubscriptionFields}. */
export interface ReadOptions {
  /** Fields of ours: they use the names that are kept for us, and their arguments may be anything. */
  readonly ownFields?: ReadonlySet<string>;
}

/**
 * Every subscription field with its channel, by name.
 * @throws {ChannelSchemaError} with all that is wrong at once.
 */
export function readSubscriptionFields(
  schema: GraphQLSchema,
  options: ReadOptions = {},
): Map<string, SubscriptionField> {
  const fields = new Map<string, SubscriptionField>();
  const problems: ChannelProblem[] = [];
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const read = readField(schema, field, options.ownFields?.has(field.name) ?? false);
    if ('problem' in read) problems.push(problemAt(field, read.problem));
    else fields.set(field.name, read.value);
  }
  for (const [one, other] of pairsOf([...fields.values()])) {
    if (one.access !== other.access || one.template.text === other.template.text) continue;
    if (!templatesOverlap(one.template, other.template)) continue;
    const field = schema.getSubscriptionType()?.getFields()[other.name];
    const message =
      `its channel "${other.template.text}" can have the same name as "${one.template.text}" of Subscription.${one.name}; ` +
      'give both the same template to share a channel, or different beginnings to keep them apart';
    if (field) problems.push(problemAt(field, message));
  }
  if (problems.length > 0) throw new ChannelSchemaError(problems);
  return fields;
}

type Field = GraphQLField<unknown, unknown>;

function readField(
  schema: GraphQLSchema,
  field: Field,
  own: boolean,
): { value: SubscriptionField } | { problem: string } {
  const directive = getDirective(schema, field, 'channel')?.[0];
  if (!directive) return { problem: 'has no @channel, so there is no telling where its events go' };
  const parsed = channelArguments.safeParse(directive);
  if (!parsed.success) return { problem: `@channel: ${z.prettifyError(parsed.error)}` };
  const { name, access, per } = parsed.data;
  const template = parseTemplate(name);
  if ('problem' in template) return { problem: `@channel(name): ${template.problem}` };
  const reserved = reservedBeginnings.find((each) => name.startsWith(each));
  if (reserved && !own) return { problem: `@channel(name): no name may begin with "${reserved}"` };
  for (const argumentName of template.value.arguments) {
    const problem = argumentProblem(schema, field, argumentName, own);
    if (problem) return { problem: `@channel(name): ${problem}` };
  }
  return {
    value: {
      name: field.name,
      template: template.value,
      access,
      per,
      ...(own ? { hashesArguments: true } : {}),
      hasTopicChannel:
        !own &&
        per.every((claim) => template.value.claims.includes(claim)) &&
        field.args.every((each) => !isRequiredArgument(each) || template.value.arguments.includes(each.name)),
      enumNames: enumNames(field, template.value.arguments),
    },
  };
}

function enumNames(field: Field, names: readonly string[]): SubscriptionField['enumNames'] {
  return new Map(
    field.args.flatMap((argument) => {
      const type = getNamedType(argument.type);
      if (!names.includes(argument.name) || !isEnumType(type)) return [];
      const renamed = type.getValues().filter(({ name, value }) => name !== value);
      return [[argument.name, new Map(renamed.map(({ name, value }): [unknown, string] => [value, name]))]];
    }),
  );
}

function argumentProblem(
  schema: GraphQLSchema,
  field: Field,
  name: string,
  own: boolean,
): string | undefined {
  const argument = field.args.find((each) => each.name === name);
  if (!argument) {
    const known = field.args.map((each) => each.name).join(', ');
    return `"{${name}}" is not an argument of the field (${known ? `it has: ${known}` : 'it has none'})`;
  }
  const bare = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
  if (!isInputType(bare) || !isLeafType(bare)) {
    return `"{${name}}" has the type ${argument.type}, and only a scalar or an enum can be part of a name (${getNamedType(bare)})`;
  }
  const standard = isRequiredArgument(argument) ? undefined : argumentValue(argument);
  if (!isNonNullType(argument.type) && (standard === undefined || standard === null)) {
    return `"{${name}}" may be left out; make it ${argument.type}! or give it a default`;
  }
  // The hash of an argument of ours stands in the name, and an enum goes by its name.
  if (own || isEnumType(bare)) return undefined;
  if (standard !== undefined && !canBeNamed(standard)) {
    return `the default of "{${name}}" cannot be part of a name: use A-Z a-z 0-9 _ - = @ , . and at least one of them`;
  }
  return scalarProblem(schema, bare, name);
}

/** Texts and numbers that scalars take: ids, dates, times, addresses. */
const samples = [
  'a',
  'A-1',
  '1',
  'true',
  '2026-01-02',
  '7f9c24e5-2f3b-4c1d-9a8e-0b1c2d3e4f50',
  'ada@example.com',
  1,
  1.5,
];

const times = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05', '03:04:05.000Z', '03:04:05'];

/** Scalars that many schemas declare without an implementation, which then take any text. */
const nameOfTime = /^((Local|Offset|ISO8601)?DateTime(ISO|Z)?|(Local)?Time)$/;

/** Tries a scalar of the schema: one whose every value is an object, or holds a colon, can be in no name. */
function scalarProblem(schema: GraphQLSchema, type: GraphQLInputType & GraphQLLeafType, name: string) {
  if (isSpecifiedScalarType(type)) return undefined;
  const taken = (nameOfTime.test(type.name) ? times : [...samples, ...times]).flatMap((sample) => {
    const coerced = coerceValue(schema, type, sample);
    return 'value' in coerced && coerced.value !== null && coerced.value !== undefined
      ? [{ sample, value: coerced.value }]
      : [];
  });
  const [first] = taken;
  if (!first || taken.some(({ value }) => canBeNamed(value))) return undefined;
  const what = typeof first.value === 'object' ? 'an object' : `"${first.value}"`;
  return `"{${name}}" has the type ${type}, whose values cannot be part of a name (${JSON.stringify(first.sample)} becomes ${what}); use an ID or a String`;
}

/** What is wrong, with the place of the field's `@channel`. */
export function problemAt(field: Field, message: string): ChannelProblem {
  // The directive itself when there is one: that is what has to be mended.
  const node = field.astNode?.directives?.find((each) => each.name.value === 'channel') ?? field.astNode;
  if (!node?.loc) return { field: field.name, message };
  const { source, startToken } = node.loc;
  return {
    field: field.name,
    message,
    location: { source: source.name, line: startToken.line, column: startToken.column },
  };
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}
