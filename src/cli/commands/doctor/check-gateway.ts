import { z } from 'zod';
import { connectionQuery } from '../../../protocol/index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import {
  CommandFailure,
  exitCode,
  type GatewayFlags,
  gatewayAccess,
  messageWithCauses,
  requestGateway,
} from '../../terminal/index.ts';
import { type Finding, fixCertificate } from './finding.ts';

const responseShape = z.object({ pusher: z.object({ key: z.string() }) });

/** Requests the connection details for clients from the gateway, with the token that these settings produce. */
export async function checkGateway({ pusher }: Settings, flags: GatewayFlags): Promise<Finding> {
  const check = 'gateway';
  const access = await gatewayAccess(flags);
  let key: string;
  try {
    ({ key } = responseShape.parse(await requestGateway(access, connectionQuery, {})).pusher);
  } catch (error) {
    const isUnreachable = error instanceof CommandFailure && error.exitCode === exitCode.unreachable;
    if (isUnreachable && flags.url === undefined)
      return { check, status: 'skipped', message: 'no gateway is running here; name one with --url' };
    const message = `${access.url}: ${messageWithCauses(error)}`;
    const fix = isUnreachable
      ? (fixCertificate(message) ??
        'Start the gateway, or correct the address. The path of GraphQL is /graphql.')
      : 'Use a token that is signed with the JWT_SECRET of the gateway.';
    return { check, status: 'problem', message, fix };
  }
  if (pusher && key !== pusher.key) {
    const fix =
      'Give both the same PUSHER_* settings. Clients of one app do not receive events of the other.';
    return { check, status: 'problem', message: `${access.url} uses another Pusher app, "${key}"`, fix };
  }
  return { check, status: 'ok', message: `${access.url} responds` };
}
