import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { EngineOptions } from '../engine-options.ts';
import type { Operation } from '../ports/index.ts';
import { argumentKey, matchTemplate, type SchemaSignature } from '../schema/index.ts';
import { coerceVariables } from '../values/index.ts';

/** The version of the schema that operations were registered under, where it is known, and the one that is served. */
export interface SchemaVersions {
  readonly before: SchemaSignature | undefined;
  readonly now: SchemaSignature;
}

/** Whether a field's events still go where they went, to whom they went. */
export function isSameChannel({ before, now }: SchemaVersions, field: string): boolean {
  return !before || before.channels[field] === now.channels[field];
}

/** Why an operation that was registered under another version cannot go on as it is; `undefined` when it can. */
export function operationProblem(
  { schema, fields }: Pick<EngineOptions, 'schema' | 'fields'>,
  operation: Operation,
  versions: SchemaVersions,
): string | undefined {
  const field = fields.get(operation.field);
  if (!field) return `Subscription.${operation.field} is not in the schema any more`;
  const document = parse(operation.document);
  const [error] = validate(schema, document);
  if (error) return error.message;
  const definition = getOperationAST(document, operation.operationName);
  const coerced = definition && coerceVariables(schema, definition, operation.variables);
  if (!coerced || 'errors' in coerced)
    return coerced?.errors[0]?.message ?? 'it is not in its document any more';
  // Whoever shares the execution has agreed on these claims and no others.
  const extra = Object.keys(operation.claims).find((claim) => !field.per.includes(claim));
  if (extra !== undefined) return `@channel(per) of Subscription.${field.name} has changed`;
  const name = operation.topic.slice(field.name.length + 1);
  if (!isSameChannel(versions, field.name) || !matchTemplate(field.template, name))
    return `@channel of Subscription.${field.name} has changed`;
  const changed = changedDefaults(versions);
  const used = changed.size > 0 && defaultsUsedBy(schema, document).find((key) => changed.has(key));
  return used ? `the default of ${used} has changed` : undefined;
}

function changedDefaults({ before, now }: SchemaVersions): ReadonlySet<string> {
  if (!before) return new Set();
  const keys = [...Object.keys(before.defaults), ...Object.keys(now.defaults)];
  return new Set(keys.filter((key) => before.defaults[key] !== now.defaults[key]));
}

/** Arguments that a document leaves to the schema, as keys of {@link SchemaSignature.defaults}. */
function defaultsUsedBy(schema: GraphQLSchema, document: DocumentNode): string[] {
  const keys: string[] = [];
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        const type = typeInfo.getParentType();
        const given = new Set(node.arguments?.map((each) => each.name.value));
        for (const { name } of typeInfo.getFieldDef()?.args ?? [])
          if (type && !given.has(name)) keys.push(argumentKey(type.name, node.name.value, name));
      },
    }),
  );
  return keys;
}
