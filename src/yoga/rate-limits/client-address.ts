/** Where the address of a client is found when a proxy stands in front. */
export interface TrustedProxy {
  /** The header in which the proxy names it: `x-forwarded-for`, `cf-connecting-ip`. */
  readonly header: string;
  /** How many proxies of one's own add to the header; what stands before theirs is the client's own word. Default 1. */
  readonly proxies?: number;
}

/**
 * Who makes the request, as far as the network tells; `undefined` when it does not. Only what a trusted proxy has added
 * counts: anybody can send the header.
 */
export function clientAddress(
  request: Request,
  socketAddress: string | undefined,
  proxy: TrustedProxy | undefined,
): string | undefined {
  if (!proxy) return socketAddress && networkOf(socketAddress);
  const named = (request.headers.get(proxy.header) ?? '').split(',').map((each) => each.trim());
  const address = named.at(-(proxy.proxies ?? 1));
  return address ? networkOf(address) : undefined;
}

/** An IPv4 address, or the half of an IPv6 address that names a network: a client has all the addresses of the other half. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':') || address.includes('.')) return address.slice(0, 64);
  const [head = '', tail] = address.split('%', 1)[0]?.toLowerCase().split('::') ?? [];
  const before = head.split(':').filter((each) => each !== '');
  const after = (tail ?? '').split(':').filter((each) => each !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((each) => each.slice(0, 4).replace(/^0+(?=.)/, ''))
    .join(':')}::`;
}
