/** The token of whoever looks, kept as long as the browser tab. */

const key = 'graphql-pusher-console-token';

/**
 * The token that the address brings (`/console#token=…`, as `npm start` prints it), else the one that is kept. The
 * address is cleaned at once, so that the token is in no history and on nobody's screen.
 */
export function takeToken(): string | undefined {
  const brought = new URLSearchParams(location.hash.slice(1)).get('token');
  if (brought) {
    history.replaceState(null, '', location.pathname + location.search);
    keepToken(brought);
    return brought;
  }
  return storage()?.getItem(key) ?? undefined;
}

/** `undefined` forgets it. */
export function keepToken(token: string | undefined): void {
  if (token === undefined) storage()?.removeItem(key);
  else storage()?.setItem(key, token);
}

/** `undefined` where the browser lets pages keep nothing: the token then ends with the page. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch (error) {
    console.warn('The token will not outlive this page:', error);
    return undefined;
  }
}
