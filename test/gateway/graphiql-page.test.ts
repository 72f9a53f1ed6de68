import { gunzipSync } from 'node:zlib';
import { createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useGraphiQLPage } from '../../src/yoga/use-graphiql-page.ts';
import { buildPage, graphiql } from '../support/build-page.ts';
import { type Stack, startStack } from '../support/stack.ts';

const typeDefs = 'type Query { hello: String }';

/** A browser that opens an address. */
function visit(path: string, headers: Record<string, string> = {}): Request {
  return new Request(`http://gateway.test${path}`, {
    headers: { accept: 'text/html,*/*;q=0.8', ...headers },
  });
}

describe('GraphiQL at /graphql', () => {
  let stack: Stack;
  beforeAll(async () => {
    await buildPage(graphiql);
    stack = await startStack({ typeDefs });
  });
  afterAll(() => stack.close());

  it('is a page that is never cached, under a policy that lets it run and load nothing of elsewhere', async () => {
    const response = await stack.gateway.fetch(visit('/graphql'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    const html = await response.text();
    expect(html).toContain('<title>graphql-pusher</title>');
    // No script without an address, and none but relative ones: it works behind any path prefix.
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    for (const [, address] of html.matchAll(/\s(?:src|href)="([^"]+)"/g)) {
      expect(address).toMatch(/^\.\/graphql\/assets\/[\w.-]+$/);
    }
  });

  it('has assets that are cached for good, and travel gzipped to whoever takes that', async () => {
    const html = await (await stack.gateway.fetch(visit('/graphql'))).text();
    const address = /<script[^>]* src="\.(\/graphql\/assets\/[^"]+)"/.exec(html)?.[1] ?? '';
    const plain = await stack.gateway.fetch(visit(address));
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const packed = await stack.gateway.fetch(visit(address, { 'accept-encoding': 'gzip, br' }));
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const [text, bytes] = [await plain.text(), Buffer.from(await packed.arrayBuffer())];
    expect(gunzipSync(bytes).toString()).toBe(text);
    expect(bytes.length).toBeLessThan(text.length / 2);
  });

  it.each([
    '/graphql/assets/none-12345678.js',
    '/graphql/assets/..%2f..%2findex.html',
    '/graphql/assets/.hidden.js',
    '/graphql/assets/',
  ])('has nothing at %s', async (path) => {
    const response = await stack.gateway.fetch(visit(path));
    expect(response.status).toBe(404);
  });

  it('leads from /graphql/ to where its relative addresses are right', async () => {
    const response = await stack.gateway.fetch(visit('/graphql/?x=1'));
    expect([response.status, response.headers.get('location')]).toEqual([307, '../graphql?x=1']);
  });

  it('leaves GraphQL over GET to those who ask for JSON', async () => {
    const response = await stack.gateway.fetch(
      visit('/graphql?query={__typename}', { accept: 'application/json' }),
    );
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('is absent where it is switched off', async () => {
    const without = await startStack({ typeDefs, graphiql: false });
    const response = await without.gateway.fetch(visit('/graphql'));
    expect(await response.text()).not.toContain('<html');
    await without.close();
  });

  it('says in plain words that its files are not there, as in a bundled function', async () => {
    const yoga = createYoga({
      graphiql: false,
      logging: false,
      plugins: [useGraphiQLPage(async () => ({ missing: 'ENOENT' }))],
    });
    const response = await yoga.fetch(visit('/graphql'));
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toMatch(/^This is a GraphQL endpoint: send POST requests.*\(ENOENT\)/);
  });
});
