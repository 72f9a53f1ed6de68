/** Whether a `Host` header is a host with an optional port. The URL of the request is built from it. */
export function isHostHeader(header: string | undefined): boolean {
  // HTTP/1.0 has no `Host` header.
  if (header === undefined || header === '') return true;
  const url = URL.parse(`http://${header}`);
  return url !== null && url.href === `http://${url.host}/`;
}
