/** A URL without its userinfo, and the header that carries the userinfo in its place. */
export interface CredentialFreeUrl {
  readonly url: string;
  /** `Basic …`; absent where the URL holds no userinfo. */
  readonly authorization?: string;
}

/** Moves the userinfo of a URL into a header: `fetch` rejects URLs with credentials, and repeats them in its error. */
export function splitUserinfo(text: string): CredentialFreeUrl {
  if (!URL.canParse(text)) return { url: text };
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { url: text };
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: `Basic ${btoa(`${bytesOf(username)}:${bytesOf(password)}`)}` };
}

/** Percent-encoded text as the string of bytes that `btoa` takes. A URL holds nothing but ASCII. */
function bytesOf(text: string): string {
  return text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * A setting's value for a message: of a URL, only what can hold no credentials (no userinfo, query or fragment). It also
 * takes text that is not a valid URL, since such a value is what an error message repeats.
 */
export function withoutCredentials(text: string): string {
  const withoutQuery = (part: string): string => part.replace(/[?#].*$/s, '');
  const isPath = /^\/(?!\/)/.test(text);
  if (isPath || !text.includes('@')) return withoutQuery(text);
  if (text.includes('://') && URL.canParse(text))
    return withoutQuery(text).replace(/^(\s*[a-z][\w+.-]*:\/\/)[^/]*@/i, '$1');
  // Up to the last `@` of the whole text: a password may hold `/`, `?`, `#` and `@`.
  return withoutQuery(text.replace(/^(\s*[a-z][\w+.-]*:\/\/)?.*@/is, '$1'));
}
