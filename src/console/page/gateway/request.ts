import type { TypedDocumentString } from '../generated/graphql.ts';
import { Problem } from './problem.ts';

/** The endpoint lies beside the page, whatever a proxy has put before both. */
export const endpoint = location.pathname.replace(/console\/?$/, 'graphql');

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** How requests are authenticated. */
export function headersFor(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/**
 * Asks the gateway.
 * @throws {Problem} with a message that can be shown.
 */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  token: string | undefined,
): Promise<Data> {
  const { data, errors } = await post<Data>({ query: document.toString(), variables }, token);
  const [error] = errors ?? [];
  if (error) throw new Problem(error.message, error.extensions?.code ?? 'UNKNOWN');
  if (!data) throw new Problem('The gateway answered without data.', 'UNKNOWN');
  return data;
}

async function post<Data>(body: object, token: string | undefined): Promise<Answer<Data>> {
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
