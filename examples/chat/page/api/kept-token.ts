/** The token, in localStorage: there again after a reload, and the same in every tab. */

const key = 'graphql-pusher-chat.token';

/** What holds where the browser keeps nothing for us. */
let inMemory: string | null = null;
const listeners = new Set<() => void>();

export function readToken(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is blocked: the session lasts as long as the page.
    return inMemory;
  }
}

/** `null` forgets it. */
export function keepToken(token: string | null): void {
  inMemory = token;
  try {
    if (token === null) localStorage.removeItem(key);
    else localStorage.setItem(key, token);
  } catch (error) {
    console.warn('The session will not outlive this page:', error);
  }
  for (const listener of listeners) listener();
}

/** Also called when another tab signs in or out. Returns how to stop. */
export function onTokenChange(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
