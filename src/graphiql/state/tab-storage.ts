/**
 * GraphiQL's storage. Everything is written to sessionStorage, including tokens: it survives a reload, two browser
 * tabs do not overwrite each other, and the token is deleted with the tab. Everything except the headers is also
 * copied to localStorage. A new browser tab therefore starts with the last queries, the history and the theme, but a
 * later user of the machine does not find a token.
 */
import type { Storage as GraphiQLStorage } from '@graphiql/toolkit';

export function createTabStorage(tab: Storage, lasting: Storage): GraphiQLStorage {
  const keysOf = (storage: Storage): string[] =>
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
      for (const storage of [tab, lasting]) for (const key of keysOf(storage)) storage.removeItem(key);
    },
    get length() {
      return new Set([...keysOf(tab), ...keysOf(lasting)]).size;
    },
  };
}

/** Removes the headers. GraphiQL stores open tabs and history as JSON with a property `headers` in each entry. */
function withoutHeaders(value: string): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, each) => (key === 'headers' ? null : each));
  } catch {
    // Not JSON: a query, or unfinished variables, that contain the text "headers".
    return value;
  }
}
