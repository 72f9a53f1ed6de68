import { GraphQLObjectType, type GraphQLSchema, GraphQLString, isInterfaceType, isObjectType } from 'graphql';
import leven from 'leven';
import type { SubscriptionRules } from '../core/index.ts';

/** Rules by subscription field. */
export type RulesByField = Readonly<Record<string, SubscriptionRules>>;

/** A resolver map: fields by type. */
type ResolverMap = Readonly<Record<string, unknown>>;

const ruleKeys = ['authorize', 'filter'] as const;

/** The other keys of a resolver object. `@graphql-tools/schema` copies them to the field. */
const resolverKeys = ['resolve', 'subscribe', 'description', 'deprecationReason', 'extensions', 'astNode'];

const fieldKeys = [...ruleKeys, ...resolverKeys];

/** The keys of a field in the installed version of graphql. */
const graphqlFieldKeys = Object.keys(
  new GraphQLObjectType({ name: 'Any', fields: { any: { type: GraphQLString } } }).getFields().any ?? {},
);

/**
 * Splits resolver maps into the rules of the subscription fields and the resolvers for graphql. A rule that
 * graphql-pusher cannot apply is an error, because the field would be open to every viewer.
 * @throws {Error} if a key is neither a resolver nor a rule, if a rule is not a function or is defined twice, or if a
 * field that is not a subscription has a rule.
 */
export function splitResolvers(
  schema: GraphQLSchema,
  resolvers: readonly ResolverMap[],
): { rules: RulesByField; resolvers: ResolverMap[] } {
  const rules: Record<string, SubscriptionRules> = {};
  const root = schema.getSubscriptionType()?.name;
  const fieldNames = Object.keys(schema.getSubscriptionType()?.getFields() ?? {});
  const rest = resolvers.map((map) => {
    rejectMisplacedRules(schema, map);
    const plain: Record<string, unknown> = {};
    // graphql-tools copies inherited properties, too.
    for (const type in map) plain[type] = map[type];
    const fields: unknown = root === undefined ? undefined : map[root];
    if (root === undefined || !isObject(fields)) return plain;
    plain[root] = Object.fromEntries(
      resolverKeysOf(fields, fieldNames).flatMap((name): [string, unknown][] => {
        const place = `${root}.${name}`;
        const field = fields[name];
        if (typeof field === 'function') {
          addRules(rules, { name, place, source: field });
          return [[name, { resolve: field.bind(fields) }]];
        }
        if (!isObject(field)) throw new Error(`${place}: the resolver is neither a function nor an object.`);
        rejectUnknownKeys(place, resolverKeysOf(field, fieldKeys), fieldKeys);
        rejectSubscribe(schema, { name, place, field });
        addRules(rules, { name, place, source: field });
        const present = resolverKeys.filter((key) => key in field);
        // Leave out a field that has rules only. If the schema does not have the field, graphql must report it.
        return present.length > 0 || !fieldNames.includes(name)
          ? [[name, Object.fromEntries(present.map((key) => [key, bound(field, key)]))]]
          : [];
      }),
    );
    return plain;
  });
  return { rules, resolvers: rest };
}

/**
 * The rules in the option `subscriptions` and on the fields of the schema.
 * @throws {Error} as {@link splitResolvers}, and if a field's rules may have been dropped with its resolvers.
 */
export function rulesOfSchema(schema: GraphQLSchema, subscriptions: object | undefined): RulesByField {
  const rules: Record<string, SubscriptionRules> = { ...rulesOfOption(subscriptions) };
  const root = schema.getSubscriptionType();
  const undecided: string[] = [];
  for (const field of Object.values(root?.getFields() ?? {})) {
    const { name } = field;
    const place = `${root?.name}.${name}`;
    const keys = Object.keys(field).filter((key) => !graphqlFieldKeys.includes(key));
    rejectUnknownKeys(place, keys, ruleKeys);
    addRules(rules, { name, place, source: field });
    const isFromSdl = field.astNode?.directives?.some((each) => each.name.value === 'channel') ?? false;
    if (isFromSdl && !Object.hasOwn(rules, name)) undecided.push(place);
  }
  if (undecided.length === 0) return rules;
  throw new Error(
    `${undecided.join(', ')}: the schema does not show whether ${undecided.length === 1 ? 'this field has' : 'these fields have'} rules, ` +
      'because makeExecutableSchema drops `authorize` and `filter` from its resolvers. ' +
      `Pass the rules in the option subscriptions: { ${undecided[0]?.split('.')[1]}: { authorize, filter } }, ` +
      'or {} for a field without rules. Or pass typeDefs and resolvers instead of the schema.',
  );
}

/** @throws {Error} if a key is not a rule, or if a rule is not a function. */
export function rulesOfOption(subscriptions: object | undefined): RulesByField {
  const rules: Record<string, SubscriptionRules> = {};
  if (!isObject(subscriptions)) return rules;
  for (const name of keysOf(subscriptions)) {
    const place = `subscriptions.${name}`;
    const source = subscriptions[name];
    if (!isObject(source))
      throw new Error(`${place} must be an object: { authorize, filter }, or {} for a field without rules.`);
    rejectUnknownKeys(place, resolverKeysOf(source, ruleKeys), ruleKeys);
    rules[name] = {};
    addRules(rules, { name, place, source });
  }
  return rules;
}

/** Merges two sets of rules. @throws {Error} if both define the same rule of a field. */
export function mergeRules(one: RulesByField, other: RulesByField): RulesByField {
  const rules: Record<string, SubscriptionRules> = { ...one };
  for (const [name, source] of Object.entries(other)) {
    rules[name] ??= {};
    addRules(rules, { name, place: `Subscription.${name}`, source });
  }
  return rules;
}

/** @throws {Error} if a key is unknown. The message suggests the most similar known key. */
export function rejectUnknownKeys(place: string, keys: readonly string[], known: readonly string[]): void {
  for (const key of keys) {
    if (known.includes(key)) continue;
    const [nearest] = known.toSorted((one, two) => leven(key, one) - leven(key, two));
    throw new Error(
      `${place}: the key "${key}" is unknown. Did you mean "${nearest}"? Known keys: ${known.join(', ')}.`,
    );
  }
}

interface Source {
  readonly name: string;
  /** For messages: `Subscription.said`. */
  readonly place: string;
  readonly source: object;
}

function addRules(rules: Record<string, SubscriptionRules>, { name, place, source }: Source): void {
  for (const key of ruleKeys) {
    if (!(key in source)) continue;
    const rule: unknown = source[key as never];
    // `undefined` is usually a misspelled import.
    if (typeof rule !== 'function')
      throw new Error(`${place}.${key} must be a function, but is ${rule === null ? 'null' : typeof rule}.`);
    if (rules[name]?.[key])
      throw new Error(`${place}.${key} is defined twice. Combine both in one function.`);
    rules[name] = { ...rules[name], [key]: rule.bind(source) };
  }
}

/** Rules outside of the subscription type, such as `Query.me: { authorize }`, would never be called. */
function rejectMisplacedRules(schema: GraphQLSchema, map: ResolverMap): void {
  for (const name in map) {
    const type = schema.getType(name);
    const fields = map[name];
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (type === schema.getSubscriptionType() || !isObject(fields)) continue;
    for (const field in fields) {
      const resolver = fields[field];
      const rule = isObject(resolver) ? ruleKeys.find((key) => key in resolver) : undefined;
      if (rule === undefined) continue;
      throw new Error(
        `${name}.${field} has the rule "${rule}", but only subscription fields can have rules. Check the permission in the resolver.`,
      );
    }
  }
}

function rejectSubscribe(
  schema: GraphQLSchema,
  { name, place, field }: { name: string; place: string; field: object },
): void {
  const node = schema.getSubscriptionType()?.getFields()[name]?.astNode;
  if (!('subscribe' in field) || !node?.directives?.some((each) => each.name.value === 'channel')) return;
  throw new Error(
    `${place} has @channel, so its \`subscribe\` is never called. Remove \`subscribe\`, and move its checks to \`authorize\` and \`filter\`.`,
  );
}

/** Binds methods to their object, so that an instance of a class can contain the resolvers of a field. */
function bound(field: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = field[key];
  return typeof value === 'function' ? value.bind(field) : value;
}

/** The keys of an object and of its prototypes, without those of `Object.prototype`. */
function keysOf(value: object): string[] {
  const keys = new Set<string>();
  for (
    let each: object | null = value;
    each && each !== Object.prototype;
    each = Object.getPrototypeOf(each) as object | null
  )
    for (const key of Object.getOwnPropertyNames(each)) if (key !== 'constructor') keys.add(key);
  return [...keys];
}

/** The same, without the private state of an instance of a class. */
function resolverKeysOf(value: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  const madeBy: unknown = value.constructor;
  const isInstance = madeBy !== undefined && madeBy !== Object;
  return keysOf(value).filter(
    (key) => !isInstance || known.includes(key) || typeof value[key] === 'function',
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
