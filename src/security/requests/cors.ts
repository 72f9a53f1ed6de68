/** Who may ask from a browser. */
export type Cors = CorsOptions | false | ((request: Request) => CorsOptions | false);

export interface CorsOptions {
  /** Default: any. */
  readonly origin?: string | readonly string[];
  readonly methods?: string[];
  readonly allowedHeaders?: string[];
  /** Beside those of ours. */
  readonly exposedHeaders?: string[];
  /** Whether cookies are taken. Default: from named origins. */
  readonly credentials?: boolean;
  /** How long a browser may remember the answer, in seconds. */
  readonly maxAge?: number;
}

/** As GraphQL Yoga takes it: `false` for no answer at all. */
type YogaCors = (Omit<CorsOptions, 'origin'> & { origin?: string[] }) | false;

/**
 * Cross-origin answers that are safe however they are asked for. Any origin gets none that needs a cookie; with a list
 * of origins, all others get no answer at all.
 * A function that fails allows nobody, and is told to `onError`.
 * @throws for credentials of any origin.
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
        'cors: credentials of any origin would let every page act as its visitor: name the origins.',
      );
  }
  const optionsFor = (request: Request): CorsOptions | false => {
    if (typeof cors !== 'function') return cors ?? {};
    try {
      return cors(request);
    } catch (error) {
      onError(error, 'asking cors for a request');
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
    // Yoga would answer the others with `null`, which is the origin of sandboxed pages.
    if (origin === null || !originsOf(options).includes(origin)) return false;
    // Twice, so that Yoga says that its answer varies by origin.
    return { ...all, origin: [origin, origin], credentials: options.credentials ?? true };
  };
}

/** Whether a page of this origin may send cookies, and read what comes back. */
export function trustsOrigin(cors: (request: Request) => YogaCors, request: Request): boolean {
  const answer = cors(request);
  return answer !== false && answer.credentials === true;
}

function originsOf({ origin = [] }: CorsOptions): readonly string[] {
  return typeof origin === 'string' ? [origin] : origin;
}

function isAny(options: CorsOptions): boolean {
  const origins = originsOf(options);
  return origins.length === 0 || origins.includes('*');
}
