import { GatewayError } from '../../../core/index.ts';
import type { PusherSettings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import { type Finding, fixCertificate, lineOf } from './finding.ts';

/** Asks for a list of channels, for which id, key and secret have to fit together. */
export async function checkPusher(pusher: PusherSettings | undefined): Promise<Finding> {
  if (!pusher)
    return { check: 'pusher', status: 'skipped', message: 'no PUSHER_* is set: the embedded server is used' };
  try {
    await createPusherTransport(pusher).channels('');
  } catch (error) {
    const message = lineOf(error);
    const fix = fixCertificate(message) ?? fixFor(error, pusher);
    return { check: 'pusher', status: 'problem', message, fix };
  }
  if (pusher.encryptionMasterKey) return { check: 'pusher', status: 'ok', message: 'takes the credentials' };
  const message =
    'takes the credentials; access: ENCRYPTED cannot be used without PUSHER_ENCRYPTION_MASTER_KEY';
  return { check: 'pusher', status: 'ok', message };
}

function fixFor(error: unknown, { host, cluster }: PusherSettings): string {
  const status = error instanceof GatewayError ? error.facts.pusherStatus : undefined;
  if (status === 401 || status === 403)
    return "PUSHER_APP_KEY and PUSHER_APP_SECRET must be one pair of the app's keys, and the clock must be right.";
  if (status === 404 || status === 400)
    return `PUSHER_APP_ID is not an app of ${host ?? `cluster ${cluster}`}: copy id and cluster from the same place.`;
  return host
    ? `PUSHER_HOST, PUSHER_PORT and PUSHER_USE_TLS must name a server that can be reached from here.`
    : `PUSHER_CLUSTER must be the app's, and https://api-${cluster}.pusher.com must be reachable from here.`;
}

/** Seconds from which tokens may fail, and from which Pusher takes no request. */
const noticeable = 5;
const fatal = 300;

/** Compares this clock with that of Pusher's answer. */
export async function checkClock(pusher: PusherSettings | undefined): Promise<Finding> {
  if (!pusher)
    return { check: 'clock', status: 'skipped', message: 'there is no other clock to compare with' };
  const { host, port, useTLS, cluster } = pusher;
  const base = host
    ? `${useTLS ? 'https' : 'http'}://${host}${port ? `:${port}` : ''}`
    : `https://api-${cluster}.pusher.com`;
  let date: string | null;
  try {
    // Whatever the answer is, it is dated.
    date = (await fetch(base, { signal: AbortSignal.timeout(5_000), redirect: 'manual' })).headers.get(
      'date',
    );
  } catch (error) {
    return { check: 'clock', status: 'skipped', message: `${base} does not answer: ${lineOf(error)}` };
  }
  if (!date) return { check: 'clock', status: 'skipped', message: `${base} does not tell the time` };
  const skew = Math.round((Date.now() - Date.parse(date)) / 1_000);
  const message = `${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Pusher's`;
  if (Math.abs(skew) <= noticeable) return { check: 'clock', status: 'ok', message };
  const fix = "Let this machine's clock be set by NTP: signatures and tokens are good for a time only.";
  return { check: 'clock', status: Math.abs(skew) >= fatal ? 'problem' : 'warning', message, fix };
}
