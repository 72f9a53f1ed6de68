/** The subscription fields of a schema, read as the gateway reads them. */
import type { GraphQLField, GraphQLSchema } from 'graphql';
import {
  ChannelSchemaError,
  problemAt,
  readSubscriptionFields,
  type SubscriptionField,
} from '../core/channel-directive.ts';

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
  const described = [...readSubscriptionFields(schema).values()].flatMap((channel) => {
    const field = fields[channel.name];
    return field ? [{ channel, field }] : [];
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

/** `{viewer}` and `{viewer.sub}` would both be the property `viewer` of the arguments. */
function mixesViewers({ channel: { template } }: DescribedField): boolean {
  return template.claims.length > 0 && template.arguments.includes('viewer');
}
