import { readSettings, type Settings } from '../../../serve/settings/index.ts';
import { type GatewayFlags, messageWithCauses } from '../../terminal/index.ts';
import { checkClients } from './check-clients.ts';
import { checkGateway } from './check-gateway.ts';
import { checkNode, checkProject } from './check-project.ts';
import { checkClock, checkPusher } from './check-pusher.ts';
import { checkStore } from './check-store.ts';
import { checkWebhooks } from './check-webhooks.ts';
import type { Finding } from './finding.ts';

/** Runs all checks. The most basic checks come first. Never rejects because of a finding. */
export async function examine(flags: GatewayFlags): Promise<Finding[]> {
  const first = [checkNode(), await checkProject(process.cwd())];
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    const fix = 'Correct it in the environment or in .env. The other checks need it.';
    return [...first, { check: 'settings', status: 'problem', message: messageWithCauses(error), fix }];
  }
  const rest = await Promise.all([
    checkStore(settings.store),
    checkPusher(settings.pusher),
    checkClients(settings),
    checkClock(settings.pusher),
    checkGateway(settings, flags),
    checkWebhooks(settings, flags),
  ]);
  return [...first, settingsFinding(settings), ...rest];
}

function settingsFinding({ jwtSecret, pusher }: Settings): Finding {
  const isShort = jwtSecret !== undefined && Buffer.byteLength(jwtSecret) < 32;
  if (!isShort) {
    const where = pusher ? (pusher.host ?? `cluster ${pusher.cluster}`) : 'the embedded Channels server';
    return { check: 'settings', status: 'ok', message: `valid, with ${where}` };
  }
  return {
    check: 'settings',
    status: 'warning',
    message: `JWT_SECRET has ${Buffer.byteLength(jwtSecret)} bytes, so it can be guessed`,
    fix: 'Use at least 32 random bytes: openssl rand -base64 32',
  };
}
