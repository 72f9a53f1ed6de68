/** The viewer's token, stored in sessionStorage until the tab is closed. */

const key = 'graphql-pusher-console-token';

/**
 * Returns the token in the URL (`/console#token=…`, as `npm start` prints it) or else the stored token. Removes the
 * token from the URL at once, so that it is neither in the history nor visible in the address bar.
 */
export function takeToken(): string | undefined {
  const fromUrl = new URLSearchParams(location.hash.slice(1)).get('token');
  if (fromUrl) {
    history.replaceState(null, '', location.pathname + location.search);
    storeToken(fromUrl);
    return fromUrl;
  }
  return storage()?.getItem(key) ?? undefined;
}

/** Stores the token; `undefined` removes it. */
export function storeToken(token: string | undefined): void {
  if (token === undefined) storage()?.removeItem(key);
  else storage()?.setItem(key, token);
}

/** `undefined` if the browser denies storage. The token is then lost on reload. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch (error) {
    console.warn('The browser denies storage. The token is lost on reload:', error);
    return undefined;
  }
}
