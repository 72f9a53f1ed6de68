import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';

/** Audits that cannot pass, by their id, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ typeDefs: 'type Query { hello: String }' });
});
afterAll(() => stack.close());

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  const audits = serverAudits({
    url: 'http://gateway.test/graphql',
    fetchFn: (url: string, init: RequestInit) => stack.gateway.fetch(new Request(url, init)),
  });

  it('is audited', () => {
    expect(audits.length).toBeGreaterThan(60);
    expect(Object.keys(exceptions).filter((id) => !audits.some((audit) => audit.id === id))).toEqual([]);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (id, _name, audit) => {
      const { status, ...result } = await audit.fn();
      const reason = 'reason' in result ? result.reason : undefined;
      expect([status, reason]).toEqual(id in exceptions ? ['warn', expect.any(String)] : ['ok', undefined]);
    },
  );
});
