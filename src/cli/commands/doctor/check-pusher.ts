import { GatewayError } from '../../../core/index.ts';
import type { PusherSettings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import { messageWithCauses } from '../../terminal/index.ts';
import { type Finding, fixCertificate } from './finding.ts';

/** Requests a list of channels, which needs an app id, key and secret that belong together. */
export async function checkPusher(pusher: PusherSettings | undefined): Promise<Finding> {
  if (!pusher)
    return {
      check: 'pusher',
      status: 'skipped',
      message: 'no PUSHER_* is set, so the embedded Channels server is used',
    };
  try {
    await createPusherTransport(pusher).channels('');
  } catch (error) {
    const message = messageWithCauses(error);
    const fix = fixCertificate(message) ?? fixFor(error, pusher);
    return { check: 'pusher', status: 'problem', message, fix };
  }
  if (pusher.encryptionMasterKey)
    return { check: 'pusher', status: 'ok', message: 'accepts the credentials' };
  const message =
    'accepts the credentials; access: ENCRYPTED needs PUSHER_ENCRYPTION_MASTER_KEY, which is not set';
  return { check: 'pusher', status: 'ok', message };
}

function fixFor(error: unknown, { host, cluster }: PusherSettings): string {
  const status = error instanceof GatewayError ? error.facts.pusherStatus : undefined;
  if (status === 401 || status === 403)
    return "Set PUSHER_APP_KEY and PUSHER_APP_SECRET to one key pair of the app, and check this machine's clock.";
  if (status === 404 || status === 400)
    return `PUSHER_APP_ID is not an app of ${host ?? `cluster ${cluster}`}. Copy PUSHER_APP_ID and PUSHER_CLUSTER from the same app.`;
  return host
    ? 'Set PUSHER_HOST, PUSHER_PORT and PUSHER_USE_TLS to a server that this machine can reach.'
    : `Set PUSHER_CLUSTER to the cluster of the app, and check that this machine can reach https://api-${cluster}.pusher.com.`;
}

/** Clock skew in seconds from which tokens may fail, and from which Pusher rejects requests. */
const warningSkew = 5;
const problemSkew = 300;

/** Compares this machine's clock with the date of Pusher's response. */
export async function checkClock(pusher: PusherSettings | undefined): Promise<Finding> {
  if (!pusher)
    return { check: 'clock', status: 'skipped', message: 'the embedded Channels server uses the same clock' };
  const { host, port, useTLS, cluster } = pusher;
  const base = host
    ? `${useTLS ? 'https' : 'http'}://${host}${port ? `:${port}` : ''}`
    : `https://api-${cluster}.pusher.com`;
  let date: string | null;
  try {
    // Error responses have a date too.
    date = (await fetch(base, { signal: AbortSignal.timeout(5_000), redirect: 'manual' })).headers.get(
      'date',
    );
  } catch (error) {
    return {
      check: 'clock',
      status: 'skipped',
      message: `${base} does not respond: ${messageWithCauses(error)}`,
    };
  }
  if (!date) return { check: 'clock', status: 'skipped', message: `the response of ${base} has no date` };
  const skew = Math.round((Date.now() - Date.parse(date)) / 1_000);
  const message = `${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Pusher's`;
  if (Math.abs(skew) <= warningSkew) return { check: 'clock', status: 'ok', message };
  const fix =
    "Synchronize this machine's clock with NTP. Signatures and tokens are valid for a limited time.";
  return { check: 'clock', status: Math.abs(skew) >= problemSkew ? 'problem' : 'warning', message, fix };
}
