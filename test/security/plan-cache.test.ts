import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createPlanCache } from '../../src/core/operation/plan-operation.ts';
import type { Operation } from '../../src/core/ports/store.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { said(words: [String!]!): Int }');

function operation(id: string, words: readonly string[]): Operation {
  const document = 'subscription ($words: [String!]!) { said(words: $words) }';
  const variables = { words };
  return { id, topic: 't', generation: '0', field: 'said', document, variables, claims: {} };
}

describe('plans that are kept between events', () => {
  it('are the same for the next event', () => {
    const planOf = createPlanCache(schema);
    expect(planOf(operation('a', ['x']))).toBe(planOf(operation('a', ['x'])));
  });

  it('give way to others when they are large together, however few they are', () => {
    const planOf = createPlanCache(schema);
    const first = planOf(operation('first', ['x']));
    for (let n = 0; n < 12; n++) planOf(operation(`large-${n}`, ['x'.repeat(1_000_000)]));
    expect(planOf(operation('first', ['x']))).not.toBe(first);
  });
});
