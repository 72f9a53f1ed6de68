import { GatewayError } from '../core/index.ts';
import { countJsonValues } from '../security/index.ts';

/** The parameters of a request's URL. If a parameter is repeated, its last value counts. */
export function queryParameters({ url }: Pick<Request, 'url'>): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

/** A request names at most 100 channels. Without this limit, a megabyte of empty parameters would take long to parse. */
const maxParameters = 20_000;

/** The number of separators in a form, or in JSON that contains only strings. */
function countSeparators(body: string): number {
  return Math.max(body.split('&', maxParameters + 2).length - 1, countJsonValues(body, maxParameters));
}

/** The parameters of a request to a REST endpoint. */
export interface RequestParameters {
  /** Parameters with one value, from the URL and the body. */
  readonly single: Readonly<Record<string, string>>;
  /** The values of a list in the body: `name[0]=…&name[1]=…`, `name[]=…`, or a JSON array. `undefined` if it is absent. */
  list(name: string): readonly unknown[] | undefined;
}

/**
 * Reads a body that is a form, as pusher-js sends it, or JSON.
 * @throws {GatewayError} `BAD_REQUEST` if the content type is JSON and the body is not a JSON object, or if the body has
 * too many parameters.
 */
export function readParameters(request: Request, body: string): RequestParameters {
  const query = queryParameters(request);
  if (countSeparators(body) > maxParameters)
    throw new GatewayError(
      'BAD_REQUEST',
      `The body has more than ${maxParameters} parameters. Send them in several requests.`,
    );
  if (request.headers.get('content-type')?.includes('json')) {
    const values = jsonObject(body);
    const texts = Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return {
      single: { ...query, ...Object.fromEntries(texts) },
      list: (name) => {
        const value = values[name];
        return Array.isArray(value) ? value : undefined;
      },
    };
  }
  const form = [...new URLSearchParams(body)];
  return {
    single: { ...query, ...Object.fromEntries(form) },
    list: (name) => {
      const values = form.flatMap(([key, value]) =>
        key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)) ? [value] : [],
      );
      return values.length > 0 ? values : undefined;
    },
  };
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new SyntaxError('not an object');
    return value as Record<string, unknown>;
  } catch (cause) {
    throw new GatewayError(
      'BAD_REQUEST',
      'The body is not a JSON object. Send an object, or a form with the content type application/x-www-form-urlencoded.',
      { cause },
    );
  }
}
