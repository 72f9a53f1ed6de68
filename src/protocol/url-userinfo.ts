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
  const userinfo = `${url.username}:${url.password}`;
  if (userinfo === ':') return { url: text };
  url.username = '';
  url.password = '';
  // `btoa` takes a string of bytes. A URL is ASCII, so percent-encoded bytes are all that has to be decoded.
  const bytes = userinfo.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
  return { url: url.href, authorization: `Basic ${btoa(bytes)}` };
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
