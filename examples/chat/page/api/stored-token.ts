/** The token in localStorage. It survives a reload, and all tabs share it. */

const key = 'graphql-pusher-chat.token';

/** The token if the browser denies storage. */
let inMemory: string | null = null;
const listeners = new Set<() => void>();

export function readToken(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // The browser denies storage. The session ends with the page.
    return inMemory;
  }
}

/** Stores the token; `null` removes it. */
export function storeToken(token: string | null): void {
  inMemory = token;
  try {
    if (token === null) localStorage.removeItem(key);
    else localStorage.setItem(key, token);
  } catch (error) {
    console.warn('The browser denies storage. The session ends with this page:', error);
  }
  for (const listener of listeners) listener();
}

/** Calls the listener when this tab or another one signs in or out. Returns a function that removes it. */
export function onTokenChange(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
