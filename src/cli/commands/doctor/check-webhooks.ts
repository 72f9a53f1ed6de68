import type { Settings } from '../../../serve/settings/index.ts';
import { signWebhook } from '../../../signing/index.ts';
import { type GatewayFlags, gatewayAccess } from '../../terminal/index.ts';
import { type Finding, fixCertificate, lineOf } from './finding.ts';

/** Sends the gateway a webhook as Pusher would, that tells of nothing. */
export async function checkWebhooks({ pusher }: Settings, flags: GatewayFlags): Promise<Finding> {
  if (!pusher)
    return { check: 'webhooks', status: 'skipped', message: 'the embedded server knows where to send them' };
  const { url: graphql, basic } = await gatewayAccess({ ...flags, token: '' });
  const url = new URL('/pusher/webhook', graphql).href;
  const body = JSON.stringify({ time_ms: Date.now(), events: [] });
  const headers = {
    'content-type': 'application/json',
    'x-pusher-key': pusher.key,
    'x-pusher-signature': signWebhook(pusher.secret, body),
    ...(basic && { authorization: basic }),
  };
  let status: number;
  try {
    ({ status } = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) }));
  } catch (error) {
    if (flags.url === undefined)
      return { check: 'webhooks', status: 'skipped', message: 'no gateway runs here; name one by --url' };
    const message = `${url} does not answer: ${lineOf(error)}`;
    const fix =
      fixCertificate(message) ??
      'Pusher has to reach that address as well: is it public, and is the gateway running?';
    return { check: 'webhooks', status: 'problem', message, fix };
  }
  if (status === 403 || status === 401) {
    const fix = 'The gateway runs with another PUSHER_APP_KEY or PUSHER_APP_SECRET than are set here.';
    return {
      check: 'webhooks',
      status: 'problem',
      message: `${url} does not take this app's signature`,
      fix,
    };
  }
  if (status >= 300) {
    const fix = 'Let POST /pusher/webhook reach the gateway as it is, body and headers included.';
    return { check: 'webhooks', status: 'problem', message: `${url} answered ${status}`, fix };
  }
  if (pusher.cluster && !pusher.host && /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)) {
    const fix =
      'Give Pusher a public address (a tunnel will do), or go without: registrations then end by reconcile.';
    return {
      check: 'webhooks',
      status: 'warning',
      message: `${url} takes them, and Pusher cannot reach it`,
      fix,
    };
  }
  const message = `${url} takes them; in Pusher's dashboard "channel existence" and "presence" go there`;
  return { check: 'webhooks', status: 'ok', message };
}
