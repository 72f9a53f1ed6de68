import { grantOf } from '../client/internal.ts';
import type { Grant } from '../protocol/index.ts';

/**
 * Returns a `fetch` that calls `onGrant` for each grant in a response. The client itself reports a channel only with
 * the first result.
 */
export function watchGrants(onGrant: (grant: Grant) => void): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const text = await response.clone().text();
    const grant = grantIn(text);
    if (grant) onGrant(grant);
    return response;
  };
}

function grantIn(text: string): Grant | undefined {
  try {
    return grantOf(JSON.parse(text));
  } catch {
    // Not JSON. The client reads the same response and reports the error.
    return undefined;
  }
}
