import { describe, expect, it } from 'vitest';
import { type EventTypes, exampleOf, problemsOf } from '../../src/console/page/components/event-shape.ts';

const types: EventTypes = [
  {
    name: 'Message',
    fields: [
      { name: 'id', type: 'ID!' },
      { name: 'author', type: 'User!' },
      { name: 'likes', type: 'Int' },
      { name: 'tags', type: '[String!]!' },
      { name: 'sentAt', type: 'DateTime!' },
      { name: 'state', type: 'State' },
    ],
    isOpen: false,
    values: null,
  },
  { name: 'User', fields: [{ name: 'name', type: 'String!' }], isOpen: true, values: null },
  { name: 'State', fields: null, isOpen: false, values: ['DRAFT', 'SENT'] },
  { name: 'Node', fields: [{ name: 'next', type: 'Node' }], isOpen: false, values: null },
];
const message = {
  id: 1,
  author: { name: 'Ada' },
  likes: 3,
  tags: ['dogs'],
  sentAt: '2030-01-01',
  state: 'SENT',
};

describe('the example of an event', () => {
  it('contains all fields of the type, with empty values', () => {
    expect(exampleOf('Message!', types)).toEqual({
      id: '',
      author: { name: '' },
      likes: 0,
      tags: [''],
      sentAt: null,
      state: 'DRAFT',
    });
  });

  it('is a list or a scalar if the type is', () => {
    expect(exampleOf('[Boolean!]!', types)).toEqual([false]);
    expect(exampleOf('Float', types)).toBe(0);
  });

  it('ends in a recursive type', () => {
    expect(exampleOf('Node', types)).toEqual({ next: { next: { next: {} } } });
  });
});

describe('the comparison of an event with its type', () => {
  it('accepts a matching event', () => {
    expect(problemsOf(message, 'Message!', types)).toEqual([]);
    expect(problemsOf({ ...message, likes: null, state: undefined }, 'Message!', types)).toEqual([]);
    expect(problemsOf({ anything: true }, 'UnknownType!', types)).toEqual([]);
  });

  it.each([
    [{ ...message, id: undefined }, 'id (ID!) is missing or null.'],
    [{ ...message, author: { name: 1 } }, 'author.name is not of type String.'],
    [{ ...message, likes: 1.5 }, 'likes is not of type Int.'],
    [{ ...message, tags: 'dogs' }, 'tags ([String!]!) is not a list.'],
    [{ ...message, tags: ['dogs', null] }, 'tags[1] (String!) is missing or null.'],
    [{ ...message, state: 'LOST' }, 'state is not one of DRAFT, SENT.'],
    [{ ...message, txet: '' }, 'txet is not a field of type Message.'],
    [[], 'The event (Message!) is not an object.'],
    [null, 'The event (Message!) is missing or null.'],
  ])('reports the difference in event %#', (event, problem) => {
    expect(problemsOf(event, 'Message!', types)).toEqual([problem]);
  });

  it('accepts other properties where the type has fields with resolvers', () => {
    expect(problemsOf({ ...message, author: { name: 'Ada', id: 'ada' } }, 'Message!', types)).toEqual([]);
  });

  it('returns at most five differences', () => {
    expect(problemsOf({ a: 1, b: 2, c: 3 }, 'Message!', types)).toHaveLength(5);
  });
});
