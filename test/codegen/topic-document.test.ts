import { buildSchema, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  channelTypeDefs,
  readSubscriptionFields,
  type SubscriptionField,
} from '../../src/core/schema/channel-directive.ts';
import { topicDocument, topicVariables } from '../../src/core/schema/topic-document.ts';

const schema = buildSchema(/* GraphQL */ `
  ${channelTypeDefs}
  type Query { nothing: Boolean }
  type Subscription {
    messageAdded(roomId: ID!, language: String = "en"): Message! @channel(name: "room-{roomId}")
    historyOf(roomId: ID = "lobby"): [Message!] @channel(name: "history-{roomId}")
    eventOf(level: Level!, count: Int!): Event @channel(name: "events-{level};{count}")
    searched(roomId: ID!): Found! @channel(name: "found-{roomId}")
    counted: Int! @channel(name: "count")
    wrapped: Wrapper! @channel(name: "wrapped")
    paged(roomId: ID!, page: Int!): Message @channel(name: "paged-{roomId}")
    mine: Message @channel(name: "mine", per: ["sub"])
  }
  enum Level { LOW HIGH }
  interface Event { id: ID! at(zone: String = "UTC"): String!  room: Room! }
  type Opened implements Event { id: ID! at(zone: String = "UTC"): String! room: Room! by: String }
  type Message { id: ID! text(length: Int = 5): String! tags: [String!] levels: [Level] room: Room! inLanguage(of: String!): String }
  type Room { id: ID! name: String }
  type User { id: ID! name: String! }
  type Empty { room: Room }
  union Found = Room | User | Empty
  type Wrapper { room: Room! }
`);
const fields = readSubscriptionFields(schema);

function field(name: string): SubscriptionField {
  const found = fields.get(name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

function documentOf(name: string): string {
  return print(topicDocument(schema, field(name)).document).replaceAll(/\s+/g, ' ');
}

describe('the document of a topic channel', () => {
  it('selects the leaf fields without required arguments, including lists, and no nested objects', () => {
    expect(documentOf('messageAdded')).toBe(
      'subscription ($roomId: ID!) { messageAdded(roomId: $roomId) { id text tags levels } }',
    );
  });

  it('requires a variable for an optional argument, because a topic always contains its value', () => {
    expect(documentOf('historyOf')).toBe(
      'subscription ($roomId: ID!) { historyOf(roomId: $roomId) { id text tags levels } }',
    );
  });

  it('selects __typename and the own fields of an interface', () => {
    expect(documentOf('eventOf')).toBe(
      'subscription ($level: Level!, $count: Int!) { eventOf(level: $level, count: $count) { __typename id at } }',
    );
  });

  it("selects each union member's fields, except those whose types conflict between members", () => {
    expect(documentOf('searched')).toBe(
      'subscription ($roomId: ID!) { searched(roomId: $roomId) { __typename ... on Room { id } ... on User { id } } }',
    );
  });

  it('is only the field if that is a scalar', () => {
    expect(documentOf('counted')).toBe('subscription { counted }');
  });

  it('selects __typename of an object without leaf fields', () => {
    expect(documentOf('wrapped')).toBe('subscription { wrapped { __typename } }');
  });

  it('is valid for every field with a topic channel', () => {
    for (const field of fields.values()) {
      if (field.hasTopicChannel) expect(validate(schema, topicDocument(schema, field).document)).toEqual([]);
    }
  });

  it('does not exist for a field with a required argument or a claim outside the template', () => {
    const without = [...fields.values()].filter((each) => !each.hasTopicChannel).map((each) => each.name);
    expect(without).toEqual(['paged', 'mine']);
  });
});

describe('the values of the variables', () => {
  const document = topicDocument(schema, field('eventOf'));

  it('are parsed from a channel name with the types of the arguments', () => {
    expect(document.variables).toEqual(['level', 'count']);
    expect(topicVariables(schema, document, { level: 'HIGH', count: '7' })).toEqual({
      level: 'HIGH',
      count: 7,
    });
  });

  it('are undefined for text that is not a value of its type, or not its canonical form', () => {
    expect(topicVariables(schema, document, { level: 'MIDDLE', count: '7' })).toBeUndefined();
    expect(topicVariables(schema, document, { level: 'LOW', count: '007' })).toBeUndefined();
    expect(topicVariables(schema, document, { level: 'LOW' })).toBeUndefined();
  });
});
