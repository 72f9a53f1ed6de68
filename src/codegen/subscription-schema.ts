/** Reads the subscription fields of a schema in the same way as the gateway. */

import { type GraphQLField, type GraphQLSchema, Kind } from 'graphql';
import {
  builtinSubscriptionFields,
  ChannelSchemaError,
  problemAt,
  readSubscriptionFields,
  type SubscriptionField,
} from '../core/index.ts';

/** A subscription field and its channel. */
export interface DescribedField {
  readonly channel: SubscriptionField;
  readonly field: GraphQLField<unknown, unknown>;
}

export interface SubscriptionSchema {
  readonly schema: GraphQLSchema;
  readonly fields: readonly DescribedField[];
}

/** @throws {ChannelSchemaError} with the file and line of each invalid `@channel`. */
export function readSubscriptions(schema: GraphQLSchema): SubscriptionSchema {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  // A schema from a running gateway contains the built-in fields. A user's field with the same name has another channel.
  const builtinFields = new Set(
    Object.values(fields)
      .filter(isBuiltin)
      .map(({ name }) => name),
  );
  const described = [...readSubscriptionFields(schema, { ownFields: builtinFields }).values()].flatMap(
    (channel) => {
      const field = fields[channel.name];
      return field && !builtinFields.has(channel.name) ? [{ channel, field }] : [];
    },
  );
  const problems = described
    .filter(mixesViewers)
    .map(({ channel, field }) =>
      problemAt(
        field,
        `@channel(name): in "${channel.template.text}" the argument "viewer" conflicts with the claims of the viewer. Rename the argument`,
      ),
    );
  if (problems.length > 0) throw new ChannelSchemaError(problems);
  return { schema, fields: described };
}

function isBuiltin(field: GraphQLField<unknown, unknown>): boolean {
  const name = field.astNode?.directives
    ?.find((directive) => directive.name.value === 'channel')
    ?.arguments?.find((argument) => argument.name.value === 'name')?.value;
  const hasBuiltinChannel = name?.kind === Kind.STRING && name.value.startsWith('gql-');
  return hasBuiltinChannel && builtinSubscriptionFields.has(field.name);
}

/** `{viewer}` and `{viewer.sub}` would both use the property `viewer` of the arguments. */
function mixesViewers({ channel: { template } }: DescribedField): boolean {
  return template.claims.length > 0 && template.arguments.includes('viewer');
}
