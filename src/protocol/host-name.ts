/**
 * Describes why a text is not a host, as the end of a sentence; returns `undefined` for a host. A host is a name, an
 * IPv4 address, or an IPv6 address with or without brackets. `name` contains the names of the settings for port, path
 * and TLS.
 */
export function hostFault(
  text: string,
  name: { port: string; path?: string | undefined; tls?: string | undefined },
): string | undefined {
  if (/^[a-z][\w+.-]*:\/\//i.test(text))
    return `contains a scheme: use the host only, such as ws.example.com${name.tls ? `, and set ${name.tls}` : ''}`;
  if (text.includes('@')) return 'contains credentials: use the host only, such as ws.example.com';
  if (/[/?#\\]/.test(text))
    return `contains a path: use the host only, such as ws.example.com${name.path ? `, and set ${name.path}` : ''}`;
  const [, port] = /^(?:[^:]*|\[.*\]):(\d*)$/.exec(text) ?? [];
  if (port !== undefined)
    return `contains a port: use the host only, and set ${name.port}${port && `=${port}`}`;
  const isAddress = text.includes(':') && !text.startsWith('[');
  const url = `http://${isAddress ? `[${text}]` : text}`;
  if (!/^[\w.:[\]-]+$/.test(text) || !URL.canParse(url))
    return 'is not a host: use a name such as ws.example.com';
  return undefined;
}

/** Formats a host for a URL: puts brackets around an IPv6 address. */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
