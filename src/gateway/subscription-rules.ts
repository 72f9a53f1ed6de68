import { GraphQLObjectType, type GraphQLSchema, GraphQLString, isInterfaceType, isObjectType } from 'graphql';
import leven from 'leven';
import type { SubscriptionRules } from '../core/index.ts';

/** Rules by subscription field. */
export type RulesByField = Readonly<Record<string, SubscriptionRules>>;

/** A map of resolvers: fields by type. */
type ResolverMap = Readonly<Record<string, unknown>>;

const ruleKeys = ['authorize', 'filter'] as const;

/** What a resolver object may hold beside the rules: what `@graphql-tools/schema` copies to the field. */
const resolverKeys = ['resolve', 'subscribe', 'description', 'deprecationReason', 'extensions', 'astNode'];

const fieldKeys = [...ruleKeys, ...resolverKeys];

/** The keys of a field of this version of graphql. */
const graphqlFieldKeys = Object.keys(
  new GraphQLObjectType({ name: 'Any', fields: { any: { type: GraphQLString } } }).getFields().any ?? {},
);

/**
 * Splits resolver maps into the rules of the subscription fields and what graphql is to have. A rule that graphql-pusher
 * would not apply is an error: the field would be open to every viewer.
 * @throws {Error} for a key that is neither a resolver's nor a rule's, for a rule that is not a function or is given
 * twice, and for a rule on a field that is not a subscription.
 */
export function splitResolvers(
  schema: GraphQLSchema,
  resolvers: readonly ResolverMap[],
): { rules: RulesByField; resolvers: ResolverMap[] } {
  const rules: Record<string, SubscriptionRules> = {};
  const root = schema.getSubscriptionType()?.name;
  const fieldNames = Object.keys(schema.getSubscriptionType()?.getFields() ?? {});
  const rest = resolvers.map((map) => {
    refuseRulesElsewhere(schema, map);
    const plain: Record<string, unknown> = {};
    // Like graphql-tools, which copies what a map inherits, too.
    for (const type in map) plain[type] = map[type];
    const fields: unknown = root === undefined ? undefined : map[root];
    if (root === undefined || !isObject(fields)) return plain;
    plain[root] = Object.fromEntries(
      meantKeysOf(fields, fieldNames).flatMap((name): [string, unknown][] => {
        const place = `${root}.${name}`;
        const field = fields[name];
        if (typeof field === 'function') {
          addRules(rules, { name, place, source: field });
          return [[name, { resolve: field.bind(fields) }]];
        }
        if (!isObject(field)) throw new Error(`${place}: the resolver is neither a function nor an object.`);
        refuseUnknown(place, meantKeysOf(field, fieldKeys), fieldKeys);
        refuseSubscribe(schema, { name, place, field });
        addRules(rules, { name, place, source: field });
        const own = resolverKeys.filter((key) => key in field);
        // A field of which only rules are given is graphql's own business, unless the schema does not have it.
        return own.length > 0 || !fieldNames.includes(name)
          ? [[name, Object.fromEntries(own.map((key) => [key, bound(field, key)]))]]
          : [];
      }),
    );
    return plain;
  });
  return { rules, resolvers: rest };
}

/**
 * The rules of the option `subscriptions`, and those that the fields of the schema carry.
 * @throws {Error} as {@link splitResolvers}, and for a field whose rules may have been lost with its resolvers.
 */
export function rulesOfSchema(schema: GraphQLSchema, subscriptions: object | undefined): RulesByField {
  const rules: Record<string, SubscriptionRules> = { ...rulesOfOption(subscriptions) };
  const root = schema.getSubscriptionType();
  const undecided: string[] = [];
  for (const field of Object.values(root?.getFields() ?? {})) {
    const { name } = field;
    const place = `${root?.name}.${name}`;
    const carried = Object.keys(field).filter((key) => !graphqlFieldKeys.includes(key));
    refuseUnknown(place, carried, ruleKeys);
    addRules(rules, { name, place, source: field });
    const isFromSdl = field.astNode?.directives?.some((each) => each.name.value === 'channel') ?? false;
    if (isFromSdl && !Object.hasOwn(rules, name)) undecided.push(place);
  }
  if (undecided.length === 0) return rules;
  throw new Error(
    `${undecided.join(', ')}: the schema cannot show whether ${undecided.length === 1 ? 'this field has' : 'these fields have'} rules, ` +
      'because makeExecutableSchema drops `authorize` and `filter` from its resolvers. ' +
      `Give the rules in the option subscriptions: { ${undecided[0]?.split('.')[1]}: { authorize, filter } }, ` +
      'or {} for a field without rules. Or pass typeDefs and resolvers in place of the schema.',
  );
}

/** @throws {Error} for a key that is not a rule's, and for a rule that is not a function. */
export function rulesOfOption(subscriptions: object | undefined): RulesByField {
  const rules: Record<string, SubscriptionRules> = {};
  if (!isObject(subscriptions)) return rules;
  for (const name of keysOf(subscriptions)) {
    const place = `subscriptions.${name}`;
    const source = subscriptions[name];
    if (!isObject(source))
      throw new Error(`${place} must be an object: { authorize, filter }, or {} for none.`);
    refuseUnknown(place, meantKeysOf(source, ruleKeys), ruleKeys);
    rules[name] = {};
    addRules(rules, { name, place, source });
  }
  return rules;
}

/** The rules of both. @throws {Error} for a rule that both have. */
export function mergeRules(one: RulesByField, other: RulesByField): RulesByField {
  const rules: Record<string, SubscriptionRules> = { ...one };
  for (const [name, source] of Object.entries(other)) {
    rules[name] ??= {};
    addRules(rules, { name, place: `Subscription.${name}`, source });
  }
  return rules;
}

/** @throws {Error} that names the key and the nearest one of those that are known. */
export function refuseUnknown(place: string, keys: readonly string[], known: readonly string[]): void {
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
    // An undefined one is most often a misspelled import.
    if (typeof rule !== 'function')
      throw new Error(
        `${place}.${key} must be a function, and it is ${rule === null ? 'null' : typeof rule}.`,
      );
    if (rules[name]?.[key]) throw new Error(`${place}.${key} is given twice. Combine both in one function.`);
    rules[name] = { ...rules[name], [key]: rule.bind(source) };
  }
}

/** `Query.me: { authorize }` and the like would never be called. */
function refuseRulesElsewhere(schema: GraphQLSchema, map: ResolverMap): void {
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
        `${name}.${field} has a rule "${rule}", and only fields of the schema's subscription type take rules. Check it in the resolver.`,
      );
    }
  }
}

function refuseSubscribe(
  schema: GraphQLSchema,
  { name, place, field }: { name: string; place: string; field: object },
): void {
  const node = schema.getSubscriptionType()?.getFields()[name]?.astNode;
  if (!('subscribe' in field) || !node?.directives?.some((each) => each.name.value === 'channel')) return;
  throw new Error(
    `${place} has @channel and \`subscribe\`, which is never called for it. Remove \`subscribe\`, and write what it checks as \`authorize\` and \`filter\`.`,
  );
}

/** A method keeps its object, so that a class may hold the resolvers of a field. */
function bound(field: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = field[key];
  return typeof value === 'function' ? value.bind(field) : value;
}

/** The keys of an object, of its class and of what it inherits; not those that every object has. */
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

/** The same without what an object of a class keeps for its methods. */
function meantKeysOf(value: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  const maker: unknown = value.constructor;
  const isOfClass = maker !== undefined && maker !== Object;
  return keysOf(value).filter((key) => !isOfClass || known.includes(key) || typeof value[key] === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
