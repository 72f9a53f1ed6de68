import type { Settings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import { messageWithCauses } from '../../terminal/index.ts';
import { type Finding, fixCertificate } from './finding.ts';

/** How long a connection may take, in ms. */
const connectTimeout = 5_000;

/** Connects to the Channels server as browsers do, at the address that the gateway gives to clients. */
export async function checkClients({ pusher, publicAddress }: Settings): Promise<Finding> {
  const check = 'clients';
  if (!pusher)
    return { check, status: 'skipped', message: 'clients connect to the embedded Channels server' };
  const { connection } = createPusherTransport({ ...pusher, ...publicAddress });
  const { cluster, port, useTLS, path } = connection;
  const host = connection.host ?? `ws-${cluster}.pusher.com`;
  const where = `${useTLS ? 'wss' : 'ws'}://${host}${port == null ? '' : `:${port}`}${path ?? ''}`;
  const problem = await connect(`${where}/app/${pusher.key}?protocol=7`);
  // A WebSocket's error hides the reason. An HTTP request to the same address shows it.
  const details = problem && `${problem}${await reasonAt(where.replace(/^ws/, 'http'))}`;
  if (details === undefined) return { check, status: 'ok', message: `${where} accepts connections` };
  const fixAddress = cluster
    ? 'Copy PUSHER_APP_KEY and PUSHER_CLUSTER from the same app in the Pusher dashboard.'
    : 'If browsers reach PUSHER_HOST by another address than gateways do, set PUSHER_PUBLIC_HOST, PUSHER_PUBLIC_PORT, PUSHER_PUBLIC_PATH and PUSHER_PUBLIC_USE_TLS. A proxy must forward WebSockets.';
  // A public address is for browsers. This machine may be unable to reach it.
  const status = publicAddress ? 'warning' : 'problem';
  const fix = fixCertificate(details) ?? fixAddress;
  return { check, status, message: `${where} ${details}`, fix };
}

/** Returns `: ` and the reason why a connection fails, or an empty string when it succeeds. */
async function reasonAt(url: string): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(connectTimeout), redirect: 'manual' });
    return '';
  } catch (error) {
    return `: ${messageWithCauses(error)}`;
  }
}

/** Resolves with what is wrong with the connection, or `undefined` when it works. */
function connect(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => end('does not respond'), connectTimeout);
    function end(problem: string | undefined): void {
      clearTimeout(timer);
      resolve(problem);
      socket.close();
    }
    socket.addEventListener('error', () => end('does not accept a WebSocket'));
    socket.addEventListener('message', ({ data }) => {
      const text = String(data);
      end(text.includes('pusher:connection_established') ? undefined : `rejects this app: ${text}`);
    });
  });
}
