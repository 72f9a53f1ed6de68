/** Cross-origin access from browsers. `false` disables it. A function can decide for each request. */
export type Cors = CorsOptions | false | ((request: Request) => CorsOptions | false);

export interface CorsOptions {
  /** Allowed origins. Default: any. */
  readonly origin?: string | readonly string[];
  readonly methods?: string[];
  readonly allowedHeaders?: string[];
  /** Exposed in addition to the gateway's own headers. */
  readonly exposedHeaders?: string[];
  /** Whether requests may have cookies. Default: true if `origin` lists origins. */
  readonly credentials?: boolean;
  /** How long a browser caches a preflight response, in seconds. */
  readonly maxAge?: number;
}

/** GraphQL Yoga's CORS options. `false` sends no CORS headers. */
type YogaCors = (Omit<CorsOptions, 'origin'> & { origin?: string[] }) | false;

/**
 * Creates CORS options that are safe for every request. If any origin is allowed, credentials are not. If `origin` lists
 * origins, other origins receive no CORS headers.
 * If the function `cors` throws, the error goes to `onError` and the request receives no CORS headers.
 * @throws {Error} if credentials are allowed for any origin.
 */
export function createCors(
  cors: Cors | undefined,
  exposed: readonly string[],
  onError: (error: unknown, where: string) => void,
): (request: Request) => YogaCors {
  if (typeof cors !== 'function') {
    const fixed = cors ?? {};
    if (fixed && isAny(fixed) && fixed.credentials === true)
      throw new Error(
        'cors: `credentials: true` with any origin lets every website act as its visitor. List the allowed origins in `origin`.',
      );
  }
  const optionsFor = (request: Request): CorsOptions | false => {
    if (typeof cors !== 'function') return cors ?? {};
    try {
      return cors(request);
    } catch (error) {
      onError(error, 'calling cors for a request');
      return false;
    }
  };
  return (request) => {
    const options = optionsFor(request);
    if (options === false) return false;
    const { origin: _origin, ...rest } = options;
    const all = { ...rest, exposedHeaders: [...exposed, ...(options.exposedHeaders ?? [])] };
    if (isAny(options)) return { ...all, credentials: false };
    const origin = request.headers.get('origin');
    // For other origins, Yoga would send `null`, which is the origin of sandboxed pages.
    if (origin === null || !originsOf(options).includes(origin)) return false;
    // With two entries, Yoga sends `Vary: Origin`.
    return { ...all, origin: [origin, origin], credentials: options.credentials ?? true };
  };
}

/** Whether a page of the request's origin may send cookies and read the response. */
export function trustsOrigin(cors: (request: Request) => YogaCors, request: Request): boolean {
  const options = cors(request);
  return options !== false && options.credentials === true;
}

function originsOf({ origin = [] }: CorsOptions): readonly string[] {
  return typeof origin === 'string' ? [origin] : origin;
}

function isAny(options: CorsOptions): boolean {
  const origins = originsOf(options);
  return origins.length === 0 || origins.includes('*');
}
