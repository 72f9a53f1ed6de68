import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJwtAuthentication, type JwtAuthenticationOptions } from '../../src/index.ts';
import { jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { type JwksServer, startJwksServer } from './support/jwks-server.ts';

const typeDefs = /* GraphQL */ `
  type Query { me: ID }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;
const resolvers = {
  Query: { me: (_root: unknown, _args: unknown, { viewer }: { viewer?: { id: string } }) => viewer?.id },
};
const seconds = (): number => Math.floor(Date.now() / 1000);
const key = new TextEncoder().encode(jwtSecret);
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Whom the gateway takes the bearer of a token for, or the code of its refusal. */
async function whoIs(stack: Stack, token: string): Promise<string> {
  const { data, errors } = await stack.request({ query: '{ me }', token });
  return errors?.[0]?.extensions?.code ?? data.me;
}

async function withAuthentication(options: JwtAuthenticationOptions): Promise<Stack> {
  return startStack({ typeDefs, resolvers, authenticate: createJwtAuthentication(options) });
}

describe('a token signed with the secret', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await withAuthentication({ secret: jwtSecret, issuer: 'https://issuer.test', audience: 'us' });
  });
  afterAll(() => stack.close());
  const good = { iss: 'https://issuer.test', aud: 'us' };

  it.each<[string, Record<string, unknown>]>([
    ['with issuer and audience', good],
    ['for several audiences', { ...good, aud: ['others', 'us'] }],
    ['that expired within the tolerance of clocks', { ...good, exp: seconds() - 2 }],
    ['that begins within the tolerance of clocks', { ...good, nbf: seconds() + 2 }],
  ])('%s is taken', async (_what, claims) => {
    expect(await whoIs(stack, await tokenFor('ada', claims))).toBe('ada');
  });

  it.each<[string, Record<string, unknown>]>([
    ['has expired', { ...good, exp: seconds() - 60 }],
    ['is not yet valid', { ...good, nbf: seconds() + 60 }],
    ['is for another audience', { ...good, aud: 'others' }],
    ['is for no audience', { iss: good.iss }],
    ['is of another issuer', { ...good, iss: 'https://evil.test' }],
    ['is of no issuer', { aud: 'us' }],
    ['names nobody', { ...good, sub: '' }],
    ['names no text', { ...good, sub: 7 }],
    ['names no subject', { ...good, sub: undefined }],
    ['has an expiry that is no number', { ...good, exp: 'never' }],
  ])('is refused when it %s', async (_what, claims) => {
    expect(await whoIs(stack, await tokenFor('ada', claims))).toBe('UNAUTHENTICATED');
  });

  it.each(['none', 'None', 'NONE', 'nOnE', ''])(
    'without a signature, as "%s" asks for, is refused',
    async (alg) => {
      const body = `${encoded({ alg, typ: 'JWT' })}.${encoded({ sub: 'ada', ...good })}`;
      for (const token of [`${body}.`, body, `${body}.${'A'.repeat(43)}`])
        expect(await whoIs(stack, token)).toBe('UNAUTHENTICATED');
    },
  );

  it.each(['HS384', 'HS512'])('by %s, which nobody asked for, is refused', async (alg) => {
    const token = await new SignJWT({ sub: 'ada', ...good }).setProtectedHeader({ alg }).sign(key);
    expect(await whoIs(stack, token)).toBe('UNAUTHENTICATED');
  });

  it('of another secret, or changed on its way, is refused', async () => {
    const other = await new SignJWT({ sub: 'ada', ...good })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(`${jwtSecret}!`));
    const [head, , signature] = (await tokenFor('mallory', good)).split('.');
    const changed = `${head}.${encoded({ sub: 'ada', ...good })}.${signature}`;
    const critical = await new SignJWT({ sub: 'ada', ...good })
      .setProtectedHeader({ alg: 'HS256', crit: ['x'], x: true })
      .sign(key, { crit: { x: true } });
    for (const token of [other, changed, critical, 'a.b.c', '....', 'null', encoded({ sub: 'ada' })])
      expect(await whoIs(stack, token)).toBe('UNAUTHENTICATED');
  });

  it('names no key of its own: jwk, jku, kid and x5c of the token are nobody’s business', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const spki = await exportSPKI(publicKey);
    for (const header of [
      { jku: 'https://evil.test/jwks.json' },
      { kid: '../../dev/null' },
      { x5c: [spki] },
    ]) {
      const token = await new SignJWT({ sub: 'ada', ...good })
        .setProtectedHeader({ alg: 'RS256', ...header })
        .sign(privateKey);
      expect(await whoIs(stack, token)).toBe('UNAUTHENTICATED');
    }
  });
});

describe('a token signed with a private key', () => {
  it('is taken, and one that uses the public key as a secret is not', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const publicPem = await exportSPKI(publicKey);
    const stack = await withAuthentication({ publicKey: publicPem, algorithm: 'RS256' });
    const claims = { sub: 'ada', exp: seconds() + 60 };
    const honest = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    expect(await whoIs(stack, honest)).toBe('ada');
    for (const secret of [publicPem, publicPem.trim(), `${publicPem}\n`]) {
      const body = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
      const forged = `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
      expect(await whoIs(stack, forged)).toBe('UNAUTHENTICATED');
    }
    const pss = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'PS256' })
      .sign((await generateKeyPair('PS256')).privateKey);
    expect(await whoIs(stack, pss)).toBe('UNAUTHENTICATED');
    await stack.close();
  });
});

describe('keys that an identity provider publishes', () => {
  let provider: JwksServer;
  beforeAll(async () => {
    provider = await startJwksServer();
  });
  afterAll(() => provider.close());

  it('are fetched once for many tokens, and once more, by all together, for a key that is new', async () => {
    const first = await provider.rotate('first');
    const stack = await withAuthentication({ jwksUrl: provider.url, algorithms: ['ES256'], jwksCooldown: 0 });
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => first({ sub: `user-${n}` })));
    const names = await Promise.all(tokens.map((token) => whoIs(stack, token)));
    expect(names).toEqual(Array.from({ length: 20 }, (_, n) => `user-${n}`));
    expect(provider.fetches()).toBe(1);

    const second = await provider.rotate('second');
    const renewed = await Promise.all(Array.from({ length: 20 }, (_, n) => second({ sub: `user-${n}` })));
    expect(await Promise.all(renewed.map((token) => whoIs(stack, token)))).toEqual(names);
    expect(provider.fetches()).toBe(2);
    // The first key has been withdrawn.
    expect(await whoIs(stack, await first({ sub: 'ada' }))).toBe('UNAUTHENTICATED');
    await stack.close();
  });

  it('are not fetched for each token with a key that nobody has', async () => {
    const sign = await provider.rotate('real');
    const stack = await withAuthentication({ jwksUrl: provider.url, algorithms: ['ES256'] });
    expect(await whoIs(stack, await sign({ sub: 'ada' }))).toBe('ada');
    const before = provider.fetches();
    const { privateKey } = await generateKeyPair('ES256');
    const forged = (kid: string) =>
      new SignJWT({ sub: 'ada' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setExpirationTime('1h')
        .sign(privateKey);
    for (let n = 0; n < 20; n++)
      expect(await whoIs(stack, await forged(`made-up-${n}`))).toBe('UNAUTHENTICATED');
    expect(await whoIs(stack, await forged('real'))).toBe('UNAUTHENTICATED');
    expect(provider.fetches()).toBe(before);
    await stack.close();
  });

  it('go on being used while the provider is away, and one that appears later is found', async () => {
    const flaky = await startJwksServer();
    const first = await flaky.rotate('first');
    const stack = await withAuthentication({ jwksUrl: flaky.url, algorithms: ['ES256'], jwksCooldown: 0 });
    expect(await whoIs(stack, await first({ sub: 'ada' }))).toBe('ada');
    flaky.fail(true);
    const second = await flaky.rotate('second', 'keep');
    expect(await whoIs(stack, await second({ sub: 'bob' }))).toBe('AUTHENTICATION_UNAVAILABLE');
    expect(await whoIs(stack, await first({ sub: 'ada' }))).toBe('ada');
    flaky.fail(false);
    expect(await whoIs(stack, await second({ sub: 'bob' }))).toBe('bob');
    expect(await whoIs(stack, await first({ sub: 'ada' }))).toBe('ada');
    await stack.close();
    flaky.close();
  });

  it('that cannot be fetched are an outage, and no reason to let anybody in or to blame the token', async () => {
    const gone = await startJwksServer();
    const sign = await gone.rotate('real');
    gone.close();
    const stack = await withAuthentication({ jwksUrl: gone.url, algorithms: ['ES256'] });
    const { status, data, errors } = await stack.request({
      query: '{ me }',
      token: await sign({ sub: 'ada' }),
    });
    expect(data).toBeUndefined();
    expect(status).toBe(503);
    expect(errors?.[0]?.extensions?.code).toBe('AUTHENTICATION_UNAVAILABLE');
    expect(JSON.stringify(errors)).not.toContain(gone.url);
    await stack.close();
  });
});

describe('a token', () => {
  let stack: Stack;
  let tokens: Record<'ada' | 'bob' | 'eve', string>;
  beforeAll(async () => {
    stack = await withAuthentication({ secret: jwtSecret });
    tokens = { ada: await tokenFor('ada'), bob: await tokenFor('bob'), eve: await tokenFor('eve') };
  });
  afterAll(() => stack.close());

  async function who(headers: Record<string, string>, parameter = ''): Promise<unknown> {
    const url = `http://gateway.test/graphql?query={me}${parameter}`;
    const response = await stack.gateway.fetch(new Request(url, { headers }));
    const { data, errors } = (await response.json()) as Awaited<ReturnType<Stack['request']>>;
    return errors?.[0]?.extensions?.code ?? data.me;
  }

  it('is read from the header, else from the cookie, else from the parameter', async () => {
    const authorization = `Bearer ${tokens.ada}`;
    const cookie = `other=1; deWT=${tokens.bob}; deWT=${tokens.eve}`;
    const parameter = `&deWT=${tokens.eve}`;
    expect(await who({ authorization, cookie }, parameter)).toBe('ada');
    expect(await who({ authorization: `bearer  ${tokens.ada}` })).toBe('ada');
    expect(await who({ cookie }, parameter)).toBe('bob');
    expect(await who({ cookie: 'other=1; deWT=' }, parameter)).toBe('eve');
    expect(await who({}, `&token=${tokens.eve}`)).toBeNull();
  });

  it('that is wrong is not made up for by a good one elsewhere', async () => {
    const cookie = `deWT=${tokens.bob}`;
    for (const authorization of [
      'Bearer x',
      'Basic eDp5',
      'Bearer',
      tokens.ada,
      `Bearer ${tokens.ada} ${tokens.bob}`,
    ])
      expect(await who({ authorization, cookie }, `&deWT=${tokens.eve}`)).toBe('UNAUTHENTICATED');
    expect(await who({ cookie: `deWT=${tokens.bob}x` }, `&deWT=${tokens.eve}`)).toBe('UNAUTHENTICATED');
  });
});

describe('an authentication that cannot be used', () => {
  it.each<[string, JwtAuthenticationOptions, RegExp]>([
    ['an empty secret', { secret: '' }, /secret/],
    ['a public key that is a secret', { publicKey: 'hunter2', algorithm: 'RS256' }, /SPKI|PEM/i],
    [
      'an algorithm without keys',
      { publicKey: '-----BEGIN PUBLIC KEY-----', algorithm: 'HS256' },
      /asymmetric/,
    ],
    ['no algorithm', { jwksUrl: 'https://issuer.test/jwks.json', algorithms: [] }, /algorithm/],
    [
      'an algorithm that is none',
      { jwksUrl: 'https://issuer.test/jwks.json', algorithms: ['none'] },
      /asymmetric/,
    ],
    [
      'an algorithm that nobody knows',
      { jwksUrl: 'https://issuer.test/jwks.json', algorithms: ['RS256', 'RS255'] },
      /"RS255".*asymmetric/,
    ],
    [
      'an algorithm with another name of every object',
      { jwksUrl: 'https://issuer.test/jwks.json', algorithms: ['constructor'] },
      /asymmetric/,
    ],
  ])('fails at start, for %s', (_what, options, message) => {
    expect(() => createJwtAuthentication(options)).toThrow(message);
  });

  it('fails at start, for a public key that is given as the secret', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const secret = await exportSPKI(publicKey);
    expect(() => createJwtAuthentication({ secret })).toThrow(/give it as publicKey/);
  });

  it.each([
    ['RS256', 'ES256'],
    ['RS256', 'EdDSA'],
    ['ES256', 'ES384'],
    ['ES256', 'RS256'],
    ['EdDSA', 'PS256'],
  ])('fails at start, for a key of %s that is said to be for %s', async (real, said) => {
    const { publicKey } = await generateKeyPair(real, { extractable: true });
    const pem = await exportSPKI(publicKey);
    expect(() => createJwtAuthentication({ publicKey: pem, algorithm: said })).toThrow(/of the kind/);
    expect(() => createJwtAuthentication({ publicKey: pem, algorithm: real })).not.toThrow();
  });
});
