import type { Settings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import { type Finding, fixCertificate, lineOf } from './finding.ts';

/** How long a connection may take, in ms. */
const connectTimeout = 5_000;

/** Connects as browsers do, by the address that they are told. */
export async function checkClients({ pusher, publicAddress }: Settings): Promise<Finding> {
  const check = 'clients';
  if (!pusher) return { check, status: 'skipped', message: 'they connect to the embedded server' };
  const { connection } = createPusherTransport({ ...pusher, ...publicAddress });
  const { cluster, port, useTLS, path } = connection;
  const host = connection.host ?? `ws-${cluster}.pusher.com`;
  const where = `${useTLS ? 'wss' : 'ws'}://${host}${port == null ? '' : `:${port}`}${path ?? ''}`;
  const refused = await connect(`${where}/app/${pusher.key}?protocol=7`);
  // The error of a WebSocket hides its reason; a request to the same place tells it.
  const trouble = refused && `${refused}${await reasonAt(where.replace(/^ws/, 'http'))}`;
  if (trouble === undefined) return { check, status: 'ok', message: `${where} takes their connections` };
  const elsewhere = cluster
    ? 'PUSHER_APP_KEY and PUSHER_CLUSTER must be copied from the same place.'
    : 'PUSHER_PUBLIC_HOST, PUSHER_PUBLIC_PORT, PUSHER_PUBLIC_PATH and PUSHER_PUBLIC_USE_TLS say how browsers reach PUSHER_HOST, if by another way than gateways do; a proxy has to pass WebSockets on.';
  // Where it is meant for others, this machine need not reach it.
  const status = publicAddress ? 'warning' : 'problem';
  const fix = fixCertificate(trouble) ?? elsewhere;
  return { check, status, message: `${where} ${trouble}`, fix };
}

/** Why no connection is possible, after a colon; empty where one is. */
async function reasonAt(url: string): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(connectTimeout), redirect: 'manual' });
    return '';
  } catch (error) {
    return `: ${lineOf(error)}`;
  }
}

/** What is wrong with it, if anything. */
function connect(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => end('does not answer'), connectTimeout);
    function end(trouble: string | undefined): void {
      clearTimeout(timer);
      resolve(trouble);
      socket.close();
    }
    socket.addEventListener('error', () => end('takes no WebSocket'));
    socket.addEventListener('message', ({ data }) => {
      const text = String(data);
      end(text.includes('pusher:connection_established') ? undefined : `refuses this app: ${text}`);
    });
  });
}
