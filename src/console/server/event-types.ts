import {
  defaultFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
} from 'graphql';
import type { ConsoleEventType } from '../../builtins/index.ts';
import { resolveToEvent } from '../../core/index.ts';

/** Maximum number of types in the overview. Types closer to the subscription fields come first. */
const maxTypes = 100;

/** The type of a field's events; `undefined` if the field has its own `resolve`, which may accept any event. */
export function eventTypeOf(schema: GraphQLSchema, field: string): string | undefined {
  const found = schema.getSubscriptionType()?.getFields()[field];
  return found && found.resolve === resolveToEvent ? String(found.type) : undefined;
}

/** Describes the object types and enums to which the types of the fields' events refer. */
export function eventTypesOf(schema: GraphQLSchema, fields: readonly string[]): ConsoleEventType[] {
  const found = new Set<GraphQLNamedType>();
  for (const name of fields) {
    const field = schema.getSubscriptionType()?.getFields()[name];
    if (field && field.resolve === resolveToEvent) found.add(getNamedType(field.type));
  }
  // The loop also visits the types that it adds.
  for (const type of found) {
    if (!isObjectType(type)) continue;
    for (const field of plainFieldsOf(type)) {
      if (found.size < maxTypes) found.add(getNamedType(field.type));
    }
  }
  return [...found].flatMap(describe);
}

function describe(type: GraphQLNamedType): ConsoleEventType[] {
  if (isObjectType(type)) {
    const all = Object.keys(type.getFields()).length;
    const fields = plainFieldsOf(type).map((field) => ({ name: field.name, type: String(field.type) }));
    return [{ name: type.name, fields, isOpen: fields.length < all, values: null }];
  }
  if (isEnumType(type)) {
    const values = type.getValues();
    // With internal values, an event may contain these instead of the names.
    if (values.some(({ name, value }) => name !== value)) return [];
    return [{ name: type.name, fields: null, isOpen: false, values: values.map(({ name }) => name) }];
  }
  return [];
}

/** The fields whose value GraphQL reads from the event: those without their own resolver. */
function plainFieldsOf(type: GraphQLObjectType) {
  return Object.values(type.getFields()).filter(
    ({ resolve }) => resolve === undefined || resolve === defaultFieldResolver,
  );
}
