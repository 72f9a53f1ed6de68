import {
  type Credentials,
  equalInConstantTime,
  isRequestSignature,
  md5Hex,
  requestStringToSign,
} from '../../signing/index.ts';
import { type ApiResponse, errorResponse } from './api-messages.ts';

/** Maximum difference between a request's timestamp and the server's clock, in seconds. */
const timestampWindow = 600;

export interface UnverifiedRequest {
  method: string;
  /** As the client sent it. */
  path: string;
  /** Without the prefix that a proxy or the SDK's option `path` adds. */
  ownPath: string;
  query: ReadonlyMap<string, string>;
  body: string;
}

/** Authenticates a request. Returns an error response, or `undefined` if the request is signed with a key of the app. */
export function authFailure(
  pairs: readonly Credentials[],
  { method, path, ownPath, query, body }: UnverifiedRequest,
  now: number,
): ApiResponse | undefined {
  const missing = ['auth_key', 'auth_timestamp', 'auth_version', 'auth_signature'].filter(
    (name) => !query.get(name),
  );
  if (missing.length > 0) return errorResponse(401, `Missing query parameters: ${missing.join(', ')}.`);
  const credentials = pairs.find(({ key }) => key === query.get('auth_key'));
  if (!credentials)
    return errorResponse(401, `Unknown auth_key ${query.get('auth_key')}. Use a key of this app.`);
  if (query.get('auth_version') !== '1.0') return errorResponse(401, 'Unsupported auth_version. Use 1.0.');

  const timestamp = Number(query.get('auth_timestamp'));
  const seconds = Math.floor(now / 1_000);
  if (!(Math.abs(seconds - timestamp) <= timestampWindow))
    return errorResponse(
      401,
      `Timestamp expired: auth_timestamp ${query.get('auth_timestamp')} is not within ${timestampWindow} s of server time ${seconds}.`,
    );

  const bodyMd5 = query.get('body_md5');
  if (body !== '' && bodyMd5 === undefined)
    return errorResponse(401, 'Missing query parameter: body_md5, the MD5 of the body.');
  if (bodyMd5 !== undefined && body !== '' && !equalInConstantTime(bodyMd5.toLowerCase(), md5Hex(body)))
    return errorResponse(401, `Invalid body_md5: the MD5 of the body is not ${bodyMd5}.`);

  const signature = query.get('auth_signature') ?? '';
  // Some SDKs sign the unescaped path, or the path without its prefix.
  for (const signedPath of new Set([path, ownPath].flatMap((each) => [each, unescaped(each)])))
    if (isRequestSignature(credentials.secret, { method, path: signedPath, query }, signature))
      return undefined;
  const expected = requestStringToSign({ method, path, query });
  return errorResponse(
    401,
    `Invalid signature: you should have sent HmacSHA256Hex(${JSON.stringify(expected)}, your_secret_key), but you sent ${JSON.stringify(signature)}.`,
  );
}

/** Decodes percent-encoding. Returns the text unchanged if it is malformed. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the decoded query parameters. Keeps `+`, because SDKs sign it as a plus sign and not as a space. */
export function parseQuery(search: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=');
    query.set(unescaped(name), unescaped(value.join('=')));
  }
  return query;
}
