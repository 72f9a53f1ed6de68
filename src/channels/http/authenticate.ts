import {
  type Credentials,
  equalInConstantTime,
  isRequestSignature,
  md5Hex,
  requestStringToSign,
} from '../../signing/index.ts';
import { type Answer, refuse } from './answer.ts';

/** Seconds that a request's clock and ours may differ. */
const timestampWindow = 600;

export interface UnverifiedRequest {
  method: string;
  /** As it was sent. */
  path: string;
  /** Without the prefix of a proxy or of the SDK's option `path`. */
  ownPath: string;
  query: ReadonlyMap<string, string>;
  body: string;
}

/** Why a request is not from the app's own server. `undefined` when it is. */
export function authFailure(
  pairs: readonly Credentials[],
  { method, path, ownPath, query, body }: UnverifiedRequest,
  now: number,
): Answer | undefined {
  const missing = ['auth_key', 'auth_timestamp', 'auth_version', 'auth_signature'].filter(
    (name) => !query.get(name),
  );
  if (missing.length > 0) return refuse(401, `Missing in the query: ${missing.join(', ')}.`);
  const credentials = pairs.find(({ key }) => key === query.get('auth_key'));
  if (!credentials)
    return refuse(401, `Unknown auth_key: ${query.get('auth_key')} is not the key of this app.`);
  if (query.get('auth_version') !== '1.0') return refuse(401, 'Unsupported auth_version: it is 1.0.');

  const timestamp = Number(query.get('auth_timestamp'));
  const seconds = Math.floor(now / 1_000);
  if (!(Math.abs(seconds - timestamp) <= timestampWindow))
    return refuse(
      401,
      `Timestamp expired: auth_timestamp ${query.get('auth_timestamp')} is not within ${timestampWindow} s of server time ${seconds}.`,
    );

  const bodyMd5 = query.get('body_md5');
  if (body !== '' && bodyMd5 === undefined)
    return refuse(401, 'Missing in the query: body_md5, the MD5 of the body.');
  if (bodyMd5 !== undefined && body !== '' && !equalInConstantTime(bodyMd5.toLowerCase(), md5Hex(body)))
    return refuse(401, `Invalid body_md5: the body has another MD5 than ${bodyMd5}.`);

  const signature = query.get('auth_signature') ?? '';
  // Some SDKs sign the path before it is escaped, or without the prefix that they send it under.
  for (const signedPath of new Set([path, ownPath].flatMap((each) => [each, unescaped(each)])))
    if (isRequestSignature(credentials.secret, { method, path: signedPath, query }, signature))
      return undefined;
  const expected = requestStringToSign({ method, path, query });
  return refuse(
    401,
    `Invalid signature: you should have sent HmacSHA256Hex(${JSON.stringify(expected)}, your_secret_key), but you sent ${JSON.stringify(signature)}.`,
  );
}

/** Text that cannot be unescaped stands for itself. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The query with its values unescaped. A plus sign is a plus sign: SDKs sign it as such. */
export function parseQuery(search: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=');
    query.set(unescaped(name), unescaped(value.join('=')));
  }
  return query;
}
