import type { TypedDocumentString } from '../generated/graphql.ts';
import { Problem } from './problem.ts';

/** The endpoint next to the page. Relative to the page, so that it works behind any path prefix. */
export const endpoint = location.pathname.replace(/console\/?$/, 'graphql');

interface GraphQLResponse<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** The headers that authenticate a request. */
export function headersFor(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/**
 * Sends an operation to the gateway and returns its data.
 * @throws {Problem} with a message for the viewer.
 */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  token: string | undefined,
): Promise<Data> {
  const { data, errors } = await post<Data>({ query: document.toString(), variables }, token);
  const [error] = errors ?? [];
  if (error) throw new Problem(error.message, error.extensions?.code ?? 'UNKNOWN');
  if (!data) throw new Problem('The gateway returned neither data nor errors.', 'UNKNOWN');
  return data;
}

async function post<Data>(body: object, token: string | undefined): Promise<GraphQLResponse<Data>> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...headersFor(token),
      },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch (cause) {
    throw new Problem('The gateway cannot be reached.', undefined, { cause });
  }
}
