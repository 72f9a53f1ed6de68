import type { Settings } from '../../../serve/settings/index.ts';
import { signWebhook } from '../../../signing/index.ts';
import { type GatewayFlags, gatewayAccess, messageWithCauses } from '../../terminal/index.ts';
import { type Finding, fixCertificate } from './finding.ts';

/** Sends the gateway a signed webhook without events. */
export async function checkWebhooks({ pusher }: Settings, flags: GatewayFlags): Promise<Finding> {
  if (!pusher)
    return {
      check: 'webhooks',
      status: 'skipped',
      message: 'the embedded Channels server sends them to the gateway by itself',
    };
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
      return {
        check: 'webhooks',
        status: 'skipped',
        message: 'no gateway is running here; name one with --url',
      };
    const message = `${url} does not respond: ${messageWithCauses(error)}`;
    const fix =
      fixCertificate(message) ?? 'Start the gateway, and use a public address that Pusher can reach.';
    return { check: 'webhooks', status: 'problem', message, fix };
  }
  if (status === 403 || status === 401) {
    const fix = 'Give the gateway the PUSHER_APP_KEY and PUSHER_APP_SECRET that are set here.';
    return {
      check: 'webhooks',
      status: 'problem',
      message: `${url} rejects this app's signature`,
      fix,
    };
  }
  if (status >= 300) {
    const fix = 'Configure the proxy to forward POST /pusher/webhook with unchanged body and headers.';
    return { check: 'webhooks', status: 'problem', message: `${url} returned status ${status}`, fix };
  }
  if (pusher.cluster && !pusher.host && /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)) {
    const fix =
      'Give Pusher a public address, for example with a tunnel. Without webhooks, reconcile ends registrations.';
    return {
      check: 'webhooks',
      status: 'warning',
      message: `${url} accepts webhooks, but Pusher cannot reach this address`,
      fix,
    };
  }
  const message = `${url} accepts webhooks; in Pusher's dashboard, send "channel existence" and "presence" there`;
  return { check: 'webhooks', status: 'ok', message };
}
