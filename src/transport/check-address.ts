import { hostFault } from '../protocol/index.ts';

/** The parts of an address that can be wrong. */
interface Address {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly publicHost?: string | null | undefined;
  readonly publicPort?: number | undefined;
  readonly publicPath?: string | undefined;
}

const beside = { port: '`port`', tls: '`useTLS`' };
const besidePublic = { port: '`publicPort`', path: '`publicPath`', tls: '`publicUseTLS`' };

/** @throws {TypeError} that says what is wrong, where the SDK would say "Invalid URL" with the first request. */
export function checkAddress({ host, port, publicHost, publicPort, publicPath }: Address): void {
  checkHost('host', host, beside);
  checkHost('publicHost', publicHost, besidePublic);
  checkPort('port', port);
  checkPort('publicPort', publicPort);
  if (publicPath !== undefined && !/^(\/[^/?#\s]+)+$/.test(publicPath))
    throw new TypeError(
      'createPusherTransport: publicPath must begin with / and not end with it, such as /ws.',
    );
}

function checkHost(
  name: string,
  host: string | null | undefined,
  rest: typeof besidePublic | typeof beside,
): void {
  // Empty is none, as in a file that lists all settings.
  const fault = host ? hostFault(host, rest) : undefined;
  if (fault !== undefined) throw new TypeError(`createPusherTransport: ${name} ${fault}.`);
}

function checkPort(name: string, port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new TypeError(`createPusherTransport: ${name} is not a port (1 to 65535).`);
}
