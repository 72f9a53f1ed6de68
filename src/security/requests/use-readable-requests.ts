import { GraphQLError } from 'graphql';
import type { FetchAPI, Plugin } from 'graphql-yoga';
import { countJsonValues } from './count-json-values.ts';

/** The errors that Yoga's parsers throw for invalid JSON and for an invalid `map` of a multipart form. */
const parserErrors = [SyntaxError, TypeError, RangeError] as const;

/** Maximum number of parameters of a form, of which four are used, and of parts of a multipart form. */
const maxParameters = 100;

/**
 * Rejects requests that cannot be parsed with `BAD_REQUEST`. JSON with more values than allowed is rejected without
 * parsing it.
 */
export function useReadableRequests(maxValues: number): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser, fetchAPI }) {
      if (!requestParser) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(await bounded(request, fetchAPI));
        } catch (error) {
          // Yoga's parsers throw these for incomplete forms.
          if (error instanceof GraphQLError && error.extensions.code === undefined)
            throw badRequest(error.message);
          if (parserErrors.some((each) => error instanceof each))
            throw badRequest(
              'The request cannot be parsed. Send "variables", "extensions" and "map" as JSON objects.',
            );
          throw error;
        }
      });
    },
  };

  /** Reads the body and returns an equal request. Throws if the body has too many values to parse. */
  async function bounded(request: Request, { Request }: FetchAPI): Promise<Request> {
    const { url, method, headers } = request;
    const type = headers.get('content-type') ?? '';
    if (/^multipart\/form-data/i.test(type)) {
      const body = await request.arrayBuffer();
      if (countParts(body, type) > maxParameters) throw tooMuch(maxParameters);
      return withFields(new Request(url, { method, headers, body }), checkField);
    }
    const isForm = /^application\/x-www-form-urlencoded/i.test(type);
    if (!isForm && !/json/i.test(type)) return request;
    const body = await request.text();
    if (!isForm) checkField(body);
    else if (body.split('&', maxParameters + 1).length > maxParameters) throw tooMuch(maxParameters);
    return new Request(url, { method, headers, body });
  }

  /** Throws if JSON has too many values to parse. */
  function checkField(json: string): void {
    if (countJsonValues(json, maxValues) > maxValues) throw tooMuch(maxValues);
  }
}

/** Wraps the request and checks the JSON fields of its form when the form is read. */
function withFields(request: Request, check: (text: string) => void): Request {
  const formData = async (): Promise<FormData> => {
    const form = await request.formData();
    for (const name of ['operations', 'map']) {
      const text = form.get(name);
      if (typeof text === 'string') check(text);
    }
    return form;
  };
  return new Proxy(request, {
    get(target, key) {
      if (key === 'formData') return formData;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** The approximate number of parts of a multipart form, counted without parsing it. */
function countParts(body: ArrayBuffer, type: string): number {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
  const delimiter = `--${quoted ?? plain ?? ''}`;
  const bytes = Buffer.from(body);
  let parts = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + delimiter.length)) {
    if (++parts > maxParameters) break;
  }
  return parts;
}

function tooMuch(limit: number): GraphQLError {
  return badRequest(
    `The request has more than ${limit} values, including nested lists and objects. Split it into several requests.`,
  );
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
