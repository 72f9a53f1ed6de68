import ipaddr from 'ipaddr.js';

/** How to find a client's address behind a proxy. */
export interface TrustedProxy {
  /**
   * The header in which the proxy sends the client's address: `x-forwarded-for`, `cf-connecting-ip`, or `forwarded`
   * (RFC 7239). An address may have a port, `[brackets]` or an IPv6 zone.
   */
  readonly header: string;
  /** The number of your proxies that add an entry to the header. Clients can forge the entries before those. Default 1. */
  readonly proxies?: number;
}

/** The key for all clients whose address is neither in the proxy's header nor known from the socket. */
const unknownAddress = 'unknown';

/** @throws {Error} if the header name or the number of proxies is invalid. */
export function checkTrustedProxy({ header, proxies = 1 }: TrustedProxy): void {
  if (!/^[\w-]+$/.test(header))
    throw new Error(
      `trustedProxy.header: "${header}" is not the name of a header. Pass a name such as x-forwarded-for.`,
    );
  if (!Number.isInteger(proxies) || proxies < 1)
    throw new Error(
      `trustedProxy.proxies: ${proxies} is not a whole number from 1. Pass the number of your proxies.`,
    );
}

/**
 * The address that rate limits count by. Uses only the entry that a trusted proxy added, because any client can send the
 * header. Without a valid entry, uses the socket's address, so that a request cannot avoid the limit. `undefined` only if
 * no proxy is trusted and the socket's address is unknown.
 */
export function clientAddress(
  request: Request,
  socketAddress: string | undefined,
  proxy: TrustedProxy | undefined,
): string | undefined {
  const fromSocket = socketAddress === undefined ? undefined : networkOf(socketAddress);
  if (!proxy) return fromSocket;
  const entry = (request.headers.get(proxy.header) ?? '').split(',').at(-(proxy.proxies ?? 1));
  return networkOf(addressIn(entry ?? '')) ?? fromSocket ?? unknownAddress;
}

/** The IP address in `203.0.113.7:4711`, `"[2001:db8::1]:4711"` or `for="[2001:db8::1]";proto=https`. */
function addressIn(entry: string): string {
  const pairs = entry.split(';').map((each) => each.trim());
  const forwarded = pairs.find((each) => each.slice(0, 4).toLowerCase() === 'for=')?.slice(4);
  const text = (forwarded ?? entry).trim().replaceAll('"', '');
  if (text.startsWith('[')) return text.slice(1).split(']', 1)[0] ?? '';
  const [host = '', port, more] = text.split(':', 3);
  // More than one colon means IPv6 without brackets and without a port.
  return port !== undefined && more === undefined ? host : text;
}

/**
 * An IPv4 address, or the /64 network of an IPv6 address, because a client can use every address of its network. The
 * result is the same for every notation of an address. `undefined` for an invalid address.
 */
function networkOf(address: string): string | undefined {
  const [bare = ''] = address.split('%', 1);
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare).toString();
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const parsed = ipaddr.IPv6.parse(bare);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
