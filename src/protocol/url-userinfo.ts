/** A URL without its userinfo, and the header that replaces the userinfo. */
export interface CredentialFreeUrl {
  readonly url: string;
  /** `Basic …`. Absent when the URL has no userinfo. */
  readonly authorization?: string;
}

/** Moves a URL's userinfo into a header. `fetch` rejects URLs with credentials, and prints them in its error. */
export function splitUserinfo(text: string): CredentialFreeUrl {
  if (!URL.canParse(text)) return { url: text };
  const url = new URL(text);
  const userinfo = `${url.username}:${url.password}`;
  if (userinfo === ':') return { url: text };
  url.username = '';
  url.password = '';
  // `btoa` expects one character per byte. A URL is ASCII, so only percent-encoded bytes need decoding.
  const bytes = userinfo.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
  return { url: url.href, authorization: `Basic ${btoa(bytes)}` };
}

/**
 * Removes everything that can contain credentials from a URL: userinfo, query and fragment. Use it for values in error
 * messages. It accepts text that is not a valid URL, because such values appear in error messages.
 */
export function withoutCredentials(text: string): string {
  const withoutQuery = (part: string): string => part.replace(/[?#].*$/s, '');
  const isPath = /^\/(?!\/)/.test(text);
  if (isPath || !text.includes('@')) return withoutQuery(text);
  if (text.includes('://') && URL.canParse(text))
    return withoutQuery(text).replace(/^(\s*[a-z][\w+.-]*:\/\/)[^/]*@/i, '$1');
  // Removes everything up to the last `@`: a password can contain `/`, `?`, `#` and `@`.
  return withoutQuery(text.replace(/^(\s*[a-z][\w+.-]*:\/\/)?.*@/is, '$1'));
}
