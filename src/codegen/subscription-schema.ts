/** The subscription fields of a schema, read as the gateway reads them. */

import { type GraphQLField, type GraphQLSchema, Kind } from 'graphql';
import {
  builtinSubscriptionFields,
  ChannelSchemaError,
  problemAt,
  readSubscriptionFields,
  type SubscriptionField,
} from '../core/index.ts';

/** One subscription field: its channel, and what the schema says of it. */
export interface DescribedField {
  readonly channel: SubscriptionField;
  readonly field: GraphQLField<unknown, unknown>;
}

export interface SubscriptionSchema {
  readonly schema: GraphQLSchema;
  readonly fields: readonly DescribedField[];
}

/** @throws {ChannelSchemaError} with the file and line of each `@channel` that is wrong. */
export function readSubscriptions(schema: GraphQLSchema): SubscriptionSchema {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  // They are there when a schema was read from a running gateway; one's own field of such a name has another channel.
  const ownFields = new Set(
    Object.values(fields)
      .filter(isBuiltin)
      .map(({ name }) => name),
  );
  const described = [...readSubscriptionFields(schema, { ownFields }).values()].flatMap((channel) => {
    const field = fields[channel.name];
    return field && !ownFields.has(channel.name) ? [{ channel, field }] : [];
  });
  const problems = described
    .filter(mixesViewers)
    .map(({ channel, field }) =>
      problemAt(
        field,
        `@channel(name): in "${channel.template.text}" the argument "viewer" stands beside claims of the viewer, and a caller could not give both; rename the argument`,
      ),
    );
  if (problems.length > 0) throw new ChannelSchemaError(problems);
  return { schema, fields: described };
}

function isBuiltin(field: GraphQLField<unknown, unknown>): boolean {
  const name = field.astNode?.directives
    ?.find((directive) => directive.name.value === 'channel')
    ?.arguments?.find((argument) => argument.name.value === 'name')?.value;
  const isOurs = name?.kind === Kind.STRING && name.value.startsWith('gql-');
  return isOurs && builtinSubscriptionFields.has(field.name);
}

/** `{viewer}` and `{viewer.sub}` would both be the property `viewer` of the arguments. */
function mixesViewers({ channel: { template } }: DescribedField): boolean {
  return template.claims.length > 0 && template.arguments.includes('viewer');
}
