import { GatewayError } from '../../core/index.ts';

/** What a page of any origin may send without asking, as `fetch` and HTML have it. */
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;

/** Headers that no page of another origin sends without a preflight. */
const preflighted = ['authorization', 'x-requested-with', 'x-csrf-token', 'apollo-require-preflight'];

/**
 * Refuses what a page of another origin may have made its visitor's browser send: a request with cookies that needs no
 * preflight. Where no cookie is, nobody's name is borrowed.
 * @throws {GatewayError} `FORBIDDEN`.
 */
export function refuseForged(request: Request, isTrusted: (request: Request) => boolean): void {
  const { headers, method } = request;
  if (method === 'GET' || method === 'HEAD' || !headers.has('cookie')) return;
  if (preflighted.some((name) => headers.has(name))) return;
  const type = headers.get('content-type');
  if (type !== null && !simpleTypes.test(type)) return;
  if (isOfOwnOrigin(request) || isTrusted(request)) return;
  throw new GatewayError(
    'FORBIDDEN',
    'A request with a cookie that comes from another origin has to be JSON, or to have the header "X-Requested-With", or its origin has to be among those of `cors`.',
  );
}

function isOfOwnOrigin({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  // Every browser names the origin of a POST to another one, so this is no page's.
  if (origin === null) return true;
  // By the host alone: behind a proxy that ends TLS the scheme here is another.
  return URL.parse(origin)?.host === (headers.get('host') ?? new URL(url).host);
}
