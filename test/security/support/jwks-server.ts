import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Publishes public keys, as an identity provider does. */
export interface JwksServer {
  readonly url: string;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  /** Makes a key, published in place of all before unless they are kept; answers how to sign with it. */
  rotate(id: string, keep?: 'keep'): Promise<(claims: Record<string, unknown>) => Promise<string>>;
  /** Whether it is out of order. */
  fail(isAway: boolean): void;
  close(): void;
}

export async function startJwksServer(): Promise<JwksServer> {
  let keys: object[] = [];
  let fetches = 0;
  let isAway = false;
  const server = createServer((_request, response) => {
    fetches++;
    response
      .writeHead(isAway ? 500 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    fetches: () => fetches,
    fail(away) {
      isAway = away;
    },
    async rotate(id, keep) {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      const key = { ...(await exportJWK(publicKey)), kid: id, alg: 'ES256', use: 'sig' };
      keys = keep ? [...keys, key] : [key];
      return (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: id })
          .setExpirationTime('1h')
          .sign(privateKey);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
