import ipaddr from 'ipaddr.js';

/** Where the address of a client is found when a proxy stands in front. */
export interface TrustedProxy {
  /**
   * The header in which the proxy names the client's address: `x-forwarded-for`, `cf-connecting-ip`, or `forwarded` of
   * RFC 7239. An address may have a port, `[brackets]` or an IPv6 zone.
   */
  readonly header: string;
  /** How many of your own proxies add to the header. The client can write what stands before their entries. Default 1. */
  readonly proxies?: number;
}

/** Counts for every client whose address the trusted proxy does not name and the socket does not tell. */
const unknownAddress = 'unknown';

/** @throws {Error} for a header or a number that names no address. */
export function checkTrustedProxy({ header, proxies = 1 }: TrustedProxy): void {
  if (!/^[\w-]+$/.test(header))
    throw new Error(`trustedProxy.header: "${header}" is not the name of a header, such as x-forwarded-for.`);
  if (!Number.isInteger(proxies) || proxies < 1)
    throw new Error(`trustedProxy.proxies: ${proxies} is not a whole number from 1.`);
}

/**
 * The address that rate limits count for. Only the entry that a trusted proxy has added counts: any client can send the
 * header. A request without a readable entry counts for its socket, so that it never escapes the limit. `undefined` only
 * where no proxy is trusted and the network does not tell.
 */
export function clientAddress(
  request: Request,
  socketAddress: string | undefined,
  proxy: TrustedProxy | undefined,
): string | undefined {
  const ofSocket = socketAddress === undefined ? undefined : networkOf(socketAddress);
  if (!proxy) return ofSocket;
  const entry = (request.headers.get(proxy.header) ?? '').split(',').at(-(proxy.proxies ?? 1));
  return networkOf(addressIn(entry ?? '')) ?? ofSocket ?? unknownAddress;
}

/** `203.0.113.7` of `203.0.113.7:4711`, `"[2001:db8::1]:4711"` and `for="[2001:db8::1]";proto=https`. */
function addressIn(entry: string): string {
  const pairs = entry.split(';').map((each) => each.trim());
  const forwarded = pairs.find((each) => each.slice(0, 4).toLowerCase() === 'for=')?.slice(4);
  const text = (forwarded ?? entry).trim().replaceAll('"', '');
  if (text.startsWith('[')) return text.slice(1).split(']', 1)[0] ?? '';
  const [host = '', port, more] = text.split(':', 3);
  // More than one colon: IPv6 without brackets, and then without a port.
  return port !== undefined && more === undefined ? host : text;
}

/**
 * An IPv4 address, or the /64 network of an IPv6 address, since a client has every address of its network. The same
 * text for every way to write it, and `undefined` for what is no address.
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
