/**
 * Why a text is not the name of a host, for an error message; `undefined` for one that is. A host is a name, an IPv4
 * address or an IPv6 address in brackets. `name` is the prefix of the settings that hold the rest: `PUSHER`.
 */
export function hostFault(
  text: string,
  name: { port: string; path?: string | undefined; tls?: string | undefined },
): string | undefined {
  if (/^[a-z][\w+.-]*:\/\//i.test(text))
    return `holds a scheme: give the host alone, such as ws.example.com${name.tls ? `, and set ${name.tls}` : ''}`;
  if (text.includes('@')) return 'holds credentials: give the host alone, such as ws.example.com';
  if (/[/?#\\]/.test(text))
    return `holds a path: give the host alone, such as ws.example.com${name.path ? `, and set ${name.path}` : ''}`;
  const [, port] = /^(?:[^:]*|\[.*\]):(\d*)$/.exec(text) ?? [];
  if (port !== undefined)
    return `holds a port: give the host alone, and set ${name.port}${port && `=${port}`}`;
  const isAddress = text.includes(':') && !text.startsWith('[');
  const url = `http://${isAddress ? `[${text}]` : text}`;
  if (!/^[\w.:[\]-]+$/.test(text) || !URL.canParse(url))
    return 'is not the name of a host, such as ws.example.com';
  return undefined;
}

/** A host as it stands in a URL: an IPv6 address in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
