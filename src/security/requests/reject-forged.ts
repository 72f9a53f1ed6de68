import { GatewayError } from '../../core/index.ts';

/** Content types that a page of any origin can send without a preflight. */
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;

/** Headers that need a preflight if a page of another origin sends them. */
const preflighted = ['authorization', 'x-requested-with', 'x-csrf-token', 'apollo-require-preflight'];

/**
 * Rejects cross-site request forgeries: requests with cookies that a page of another origin can send without a preflight.
 * A request without cookies carries no identity, so it is safe.
 * @throws {GatewayError} `FORBIDDEN`.
 */
export function rejectForged(request: Request, isTrusted: (request: Request) => boolean): void {
  const { headers, method } = request;
  if (method === 'GET' || method === 'HEAD' || !headers.has('cookie')) return;
  if (preflighted.some((name) => headers.has(name))) return;
  const type = headers.get('content-type');
  if (type !== null && !simpleTypes.test(type)) return;
  if (isSameOrigin(request) || isTrusted(request)) return;
  throw new GatewayError(
    'FORBIDDEN',
    'The request has a cookie and comes from another origin. Send JSON or the header "X-Requested-With", or add the origin to the option `cors`.',
  );
}

function isSameOrigin({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  // Browsers send `Origin` with every cross-origin POST, so this request is not from a page of another origin.
  if (origin === null) return true;
  // Compare hosts only, because the scheme differs behind a proxy that terminates TLS.
  return URL.parse(origin)?.host === (headers.get('host') ?? new URL(url).host);
}
