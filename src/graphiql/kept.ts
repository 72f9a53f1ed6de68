/**
 * Where GraphiQL keeps what is typed. All of it lies in sessionStorage, tokens included: a reload finds it, two
 * browser tabs do not overwrite each other, and the token is gone with the tab. The rest is copied to localStorage,
 * without the headers, so that a new tab begins with the last queries, the history and the theme, and nobody who sits
 * down at the machine later finds a token.
 */
import type { Storage as GraphiQLStorage } from '@graphiql/toolkit';

export function createKept(tab: Storage, lasting: Storage): GraphiQLStorage {
  const ours = (storage: Storage): string[] =>
    Object.keys(storage).filter((key) => key.startsWith('graphiql:'));
  return {
    getItem: (key) => tab.getItem(key) ?? lasting.getItem(key),
    setItem: (key, value) => {
      tab.setItem(key, value);
      if (key !== 'graphiql:headers') lasting.setItem(key, withoutHeaders(value));
    },
    removeItem: (key) => {
      tab.removeItem(key);
      lasting.removeItem(key);
    },
    clear: () => {
      for (const storage of [tab, lasting]) for (const key of ours(storage)) storage.removeItem(key);
    },
    get length() {
      return new Set([...ours(tab), ...ours(lasting)]).size;
    },
  };
}

/** The open tabs and the history are JSON with a property `headers` for each entry. */
function withoutHeaders(value: string): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, each) => (key === 'headers' ? null : each));
  } catch {
    // A query or variables that are just being typed, which only happen to have the word.
    return value;
  }
}
