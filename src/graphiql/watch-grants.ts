import { grantOf } from '../client/internal.ts';
import type { Grant } from '../protocol/index.ts';

/** `fetch`, which shows the grants that pass through it: the client itself tells of a channel with the first result only. */
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
    // Not JSON: the client reads it too, and tells what is wrong with it.
    return undefined;
  }
}
