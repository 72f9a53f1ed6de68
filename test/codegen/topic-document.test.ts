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

describe('the document that a topic channel carries', () => {
  it('has the leaf fields that need no arguments, lists of them too, and no nested objects', () => {
    expect(documentOf('messageAdded')).toBe(
      'subscription ($roomId: ID!) { messageAdded(roomId: $roomId) { id text tags levels } }',
    );
  });

  it('requires a variable for an argument that may be left out, since a topic always has its value', () => {
    expect(documentOf('historyOf')).toBe(
      'subscription ($roomId: ID!) { historyOf(roomId: $roomId) { id text tags levels } }',
    );
  });

  it('tells the type where it may be several: of an interface its own fields', () => {
    expect(documentOf('eventOf')).toBe(
      'subscription ($level: Level!, $count: Int!) { eventOf(level: $level, count: $count) { __typename id at } }',
    );
  });

  it("has each union member's fields, but not those whose types conflict between members", () => {
    expect(documentOf('searched')).toBe(
      'subscription ($roomId: ID!) { searched(roomId: $roomId) { __typename ... on Room { id } ... on User { id } } }',
    );
  });

  it('is the field alone when that is a scalar', () => {
    expect(documentOf('counted')).toBe('subscription { counted }');
  });

  it('tells the type of an object that has no leaf fields', () => {
    expect(documentOf('wrapped')).toBe('subscription { wrapped { __typename } }');
  });

  it('is valid for every field that has a topic channel', () => {
    for (const field of fields.values()) {
      if (field.hasTopicChannel) expect(validate(schema, topicDocument(schema, field).document)).toEqual([]);
    }
  });

  it('cannot be had for a field with a required argument, or a claim, outside the template', () => {
    const without = [...fields.values()].filter((each) => !each.hasTopicChannel).map((each) => each.name);
    expect(without).toEqual(['paged', 'mine']);
  });
});

describe('the values of its variables', () => {
  const document = topicDocument(schema, field('eventOf'));

  it('are read from the texts in a channel name, by the types of the arguments', () => {
    expect(document.variables).toEqual(['level', 'count']);
    expect(topicVariables(schema, document, { level: 'HIGH', count: '7' })).toEqual({
      level: 'HIGH',
      count: 7,
    });
  });

  it('are none when a text is no value of its type, or is not how the value is written', () => {
    expect(topicVariables(schema, document, { level: 'MIDDLE', count: '7' })).toBeUndefined();
    expect(topicVariables(schema, document, { level: 'LOW', count: '007' })).toBeUndefined();
    expect(topicVariables(schema, document, { level: 'LOW' })).toBeUndefined();
  });
});
