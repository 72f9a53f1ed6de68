/** GraphQL over HTTP, in as little as a page needs. */
import type { TypedDocumentString } from '../generated/graphql.ts';

/** A refusal by the server, or no answer from it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** `extensions.code` of the first error; absent when the server could not be reached. */
  readonly code: string | undefined;

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

interface Answer<Data> {
  data?: Data | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** @throws {RequestError} with a message that can be shown. */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { token, signal }: { token?: string; signal?: AbortSignal } = {},
): Promise<Data> {
  const { data, errors } = await post<Data>({ query: document.toString(), variables }, token, signal);
  const [error] = errors ?? [];
  if (error) throw new RequestError(error.message, error.extensions?.code);
  if (!data) throw new RequestError('The server answered without data.');
  return data;
}

async function post<Data>(
  body: object,
  token: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Answer<Data>> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
    return await response.json();
  } catch (cause) {
    throw new RequestError('The server cannot be reached.', undefined, { cause });
  }
}
