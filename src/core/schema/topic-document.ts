/** What a topic channel carries: its field with all leaf fields. Decided here, for the gateway and codegen alike. */
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isInterfaceType,
  isLeafType,
  isRequiredArgument,
  isUnionType,
  parse,
  type VariableDefinitionNode,
} from 'graphql';
import type { SubscriptionField } from './channel-directive.ts';
import { valuesWrittenAs } from './channel-template.ts';

type OutputField = GraphQLField<unknown, unknown>;

/** What a topic channel tells of a value of one type. */
export type TopicSelection =
  /** A scalar or an enum: the value itself. */
  | { readonly of: 'leaf' }
  | {
      readonly of: 'object';
      /** Whether `__typename` is told: where the value may be of several types, or has no leaf field. */
      readonly typename: boolean;
      readonly fields: readonly OutputField[];
    }
  /** `__typename`, and the fields of the member that it names. */
  | { readonly of: 'union'; readonly members: readonly UnionMember[] };

export interface UnionMember {
  readonly type: GraphQLObjectType;
  readonly fields: readonly OutputField[];
}

/** The operation that a topic channel carries. */
export interface TopicDocument {
  /** A valid subscription of the schema, without a name. */
  readonly document: DocumentNode;
  /** Names of the document's variables: the arguments that the template names, each required. */
  readonly variables: readonly string[];
}

/**
 * The subscription whose results a field's topic channels carry. Only for a field that has them (`hasTopicChannel`).
 *
 * @example
 * subscription ($roomId: ID!) {
 *   messageAdded(roomId: $roomId) { id text sentAt }
 * }
 */
export function topicDocument(
  schema: GraphQLSchema,
  { name, template }: Pick<SubscriptionField, 'name' | 'template'>,
): TopicDocument {
  const field = subscriptionField(schema, name);
  const variables = field.args.filter((each) => template.arguments.includes(each.name));
  const definitions = variables.map((each) => {
    // A topic always has a value for each, so they are required even where the argument is not.
    const type = String(each.type);
    return `$${each.name}: ${type.endsWith('!') ? type : `${type}!`}`;
  });
  const values = variables.map((each) => `${each.name}: $${each.name}`);
  const selection = printSelection(topicSelection(getNamedType(field.type)));
  const text = `subscription ${inParentheses(definitions)} { ${name}${inParentheses(values)} ${selection} }`;
  return { document: parse(text, { noLocation: true }), variables: variables.map((each) => each.name) };
}

/** What a topic channel tells of a value of this type: its leaf fields. Nested objects stay out. */
export function topicSelection(type: GraphQLNamedOutputType): TopicSelection {
  if (isLeafType(type)) return { of: 'leaf' };
  if (isUnionType(type)) return { of: 'union', members: unionMembers(type.getTypes()) };
  const fields = leafFields(type);
  return { of: 'object', typename: isInterfaceType(type) || fields.length === 0, fields };
}

/**
 * Values for the variables of a {@link TopicDocument} from the texts that stand for them in a channel's name.
 * `undefined` when one of them is not how a value of its argument's type is written: no topic has that name.
 */
export function topicVariables(
  schema: GraphQLSchema,
  { document }: TopicDocument,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const definition of document.definitions) {
    if (!('variableDefinitions' in definition)) continue;
    for (const variable of definition.variableDefinitions ?? []) {
      const name = variable.variable.name.value;
      const text = texts[name];
      if (text === undefined) return undefined;
      // A text in a name may stand for a string, a number or a boolean; only a type can tell which.
      const value = [text, ...valuesWrittenAs(text)].find((each) => fits(schema, variable, each));
      if (value === undefined) return undefined;
      values[name] = value;
    }
  }
  return values;
}

function fits(schema: GraphQLSchema, variable: VariableDefinitionNode, value: unknown): boolean {
  return !getVariableValues(schema, [variable], { [variable.variable.name.value]: value }).errors;
}

function subscriptionField(schema: GraphQLSchema, name: string): OutputField {
  const field = schema.getSubscriptionType()?.getFields()[name];
  if (!field) throw new Error(`Subscription.${name} is not in the schema.`);
  return field;
}

/** Fields that need no arguments and hold no objects. */
function leafFields(type: { getFields(): Record<string, OutputField> }): OutputField[] {
  return Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
  );
}

/** GraphQL lets a response have a field of two members only when its type is the same in both; others stay out. */
function unionMembers(types: readonly GraphQLObjectType[]): UnionMember[] {
  const members = types.map((type) => ({ type, fields: leafFields(type) }));
  const typesOf = Map.groupBy(
    members.flatMap(({ fields }) => fields),
    (field) => field.name,
  );
  const agrees = (field: OutputField): boolean =>
    new Set(typesOf.get(field.name)?.map((each) => String(each.type))).size === 1;
  return members.map(({ type, fields }) => ({ type, fields: fields.filter(agrees) }));
}

function printSelection(selection: TopicSelection): string {
  if (selection.of === 'leaf') return '';
  if (selection.of === 'object') return printFields(selection.fields, selection.typename);
  const fragments = selection.members
    .filter(({ fields }) => fields.length > 0)
    .map(({ type, fields }) => `... on ${type.name} ${printFields(fields, false)}`);
  return `{ __typename ${fragments.join(' ')} }`;
}

function printFields(fields: readonly OutputField[], typename: boolean): string {
  return `{ ${[...(typename ? ['__typename'] : []), ...fields.map((field) => field.name)].join(' ')} }`;
}

function inParentheses(items: readonly string[]): string {
  return items.length > 0 ? `(${items.join(', ')})` : '';
}
