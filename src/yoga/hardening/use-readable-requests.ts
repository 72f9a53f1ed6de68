import { GraphQLError } from 'graphql';
import type { FetchAPI, Plugin } from 'graphql-yoga';
import { countJsonValues } from './count-json-values.ts';

/** What Yoga's parsers throw for JSON that is none, and for a map of files that leads to no place for one. */
const faults = [SyntaxError, TypeError, RangeError] as const;

/** Parameters of a form: four mean something. */
const maxParameters = 100;

/**
 * Parameters that cannot be read are their sender's fault: `BAD_REQUEST`. So is JSON with more values than are accepted,
 * which is not parsed.
 */
export function useReadableRequests(maxValues: number): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser, fetchAPI }) {
      if (!requestParser) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(isText(request) ? await bounded(request, fetchAPI) : request);
        } catch (error) {
          // Of Yoga's parsers, for forms that lack something.
          if (error instanceof GraphQLError && error.extensions.code === undefined)
            throw badRequest(error.message);
          if (faults.some((each) => error instanceof each))
            throw badRequest(
              'The request cannot be read: "variables", "extensions" and "map" have to be JSON objects.',
            );
          throw error;
        }
      });
    },
  };

  /** The same request, whose body has been read and found small enough to be parsed. */
  async function bounded(request: Request, { Request }: FetchAPI): Promise<Request> {
    const body = await request.text();
    const isTooMuch = isForm(request)
      ? body.split('&', maxParameters + 1).length > maxParameters
      : countJsonValues(body, maxValues) > maxValues;
    if (isTooMuch)
      throw badRequest(
        `The request holds more than ${isForm(request) ? maxParameters : maxValues} values, counting lists and objects inside of each other. Send less in one request.`,
      );
    const { url, method, headers } = request;
    return new Request(url, { method, headers, body });
  }
}

function isText(request: Request): boolean {
  return isForm(request) || (request.headers.get('content-type')?.includes('json') ?? false);
}

function isForm({ headers }: Request): boolean {
  return headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
