import { GraphQLError } from 'graphql';
import type { FetchAPI, Plugin } from 'graphql-yoga';
import { countJsonValues } from './count-json-values.ts';

/** What Yoga's parsers throw for JSON that is none, and for a map of files that leads to no place for one. */
const faults = [SyntaxError, TypeError, RangeError] as const;

/** Parameters of a form, of which four mean something, and parts of a multipart form. */
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
          return await requestParser(await bounded(request, fetchAPI));
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

  /** Rejects JSON that holds too much to be parsed. */
  function checkField(json: string): void {
    if (countJsonValues(json, maxValues) > maxValues) throw tooMuch(maxValues);
  }
}

/** The same request, which checks the texts of its form when it is read. */
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

/** About how many parts a multipart form has, counted before it is parsed. */
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
    `The request holds more than ${limit} values, counting lists and objects inside of each other. Send less in one request.`,
  );
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
