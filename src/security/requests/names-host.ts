/** Whether a `Host` header names a host, and maybe a port, and nothing else: the URL of the request is made of it. */
export function namesHost(header: string | undefined): boolean {
  // HTTP/1.0 has none.
  if (header === undefined || header === '') return true;
  const url = URL.parse(`http://${header}`);
  return url !== null && url.href === `http://${url.host}/`;
}
