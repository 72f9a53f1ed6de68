import { hostFault } from '../protocol/index.ts';

/** The options that {@link checkAddress} validates. */
interface Address {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly publicHost?: string | null | undefined;
  readonly publicPort?: number | undefined;
  readonly publicPath?: string | undefined;
}

const settingNames = { port: '`port`', tls: '`useTLS`' };
const publicSettingNames = { port: '`publicPort`', path: '`publicPath`', tls: '`publicUseTLS`' };

/** @throws {TypeError} that names the invalid option. The SDK would throw only "Invalid URL", at the first request. */
export function checkAddress({ host, port, publicHost, publicPort, publicPath }: Address): void {
  checkHost('host', host, settingNames);
  checkHost('publicHost', publicHost, publicSettingNames);
  checkPort('port', port);
  checkPort('publicPort', publicPort);
  if (publicPath !== undefined && !/^(\/[^/?#\s]+)+$/.test(publicPath))
    throw new TypeError(
      'createPusherTransport: publicPath must begin with a slash and must not end with one, such as /ws.',
    );
}

function checkHost(
  name: string,
  host: string | null | undefined,
  rest: typeof publicSettingNames | typeof settingNames,
): void {
  // An empty host counts as omitted, because settings files list unused settings with empty values.
  const fault = host ? hostFault(host, rest) : undefined;
  if (fault !== undefined) throw new TypeError(`createPusherTransport: ${name} ${fault}.`);
}

function checkPort(name: string, port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new TypeError(`createPusherTransport: ${name} must be a port from 1 to 65535.`);
}
