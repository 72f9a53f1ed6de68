import { GatewayError } from '../core/index.ts';
import { countJsonValues } from '../security/index.ts';

/** Parameters of a request's URL. One that stands twice counts once, with its last value. */
export function queryParameters({ url }: Pick<Request, 'url'>): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

/** A request asks for at most 100 channels; a megabyte of empty parameters takes a while to read. */
const maxParameters = 20_000;

/** Of forms, and of JSON with nothing but texts. */
function countSeparators(body: string): number {
  return Math.max(body.split('&', maxParameters + 2).length - 1, countJsonValues(body, maxParameters));
}

/** What a REST twin was sent. */
export interface RequestParameters {
  /** Of the URL and of the body. */
  readonly single: Readonly<Record<string, string>>;
  /** The values of a list in the body: `name[0]=…&name[1]=…`, `name[]=…`, or a JSON array. `undefined` when there is none. */
  list(name: string): readonly unknown[] | undefined;
}

/**
 * Reads a body as pusher-js sends it, a form, or as JSON.
 * @throws {GatewayError} `BAD_REQUEST` for a body that says it is JSON and is no object.
 */
export function readParameters(request: Request, body: string): RequestParameters {
  const query = queryParameters(request);
  if (countSeparators(body) > maxParameters)
    throw new GatewayError('BAD_REQUEST', `The body holds more than ${maxParameters} parameters.`);
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
    throw new GatewayError('BAD_REQUEST', 'The body is not a JSON object.', { cause });
  }
}
