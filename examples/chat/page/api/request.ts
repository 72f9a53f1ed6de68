/** A minimal client for GraphQL over HTTP. */
import type { TypedDocumentString } from '../generated/graphql.ts';

/** The server returned an error, or could not be reached. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** `extensions.code` of the first error; `undefined` if the server could not be reached. */
  readonly code: string | undefined;

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

interface GraphQLResponse<Data> {
  data?: Data | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** @throws {RequestError} with a message for the user. */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { token, signal }: { token?: string; signal?: AbortSignal } = {},
): Promise<Data> {
  const { data, errors } = await post<Data>({ query: document.toString(), variables }, token, signal);
  const [error] = errors ?? [];
  if (error) throw new RequestError(error.message, error.extensions?.code);
  if (!data) throw new RequestError('The server returned neither data nor errors.');
  return data;
}

async function post<Data>(
  body: object,
  token: string | undefined,
  signal: AbortSignal | undefined,
): Promise<GraphQLResponse<Data>> {
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
