import { z } from 'zod';
import { connectionQuery } from '../../../protocol/index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import {
  askGateway,
  CommandFailure,
  exitCode,
  type GatewayFlags,
  gatewayAccess,
} from '../../terminal/index.ts';
import { type Finding, fixCertificate, lineOf } from './finding.ts';

const answerShape = z.object({ pusher: z.object({ key: z.string() }) });

/** Asks the gateway where clients are to connect, as whoever would use these settings. */
export async function checkGateway({ pusher }: Settings, flags: GatewayFlags): Promise<Finding> {
  const check = 'gateway';
  const access = await gatewayAccess(flags);
  let key: string;
  try {
    ({ key } = answerShape.parse(await askGateway(access, connectionQuery, {})).pusher);
  } catch (error) {
    const isAway = error instanceof CommandFailure && error.exitCode === exitCode.unreachable;
    if (isAway && flags.url === undefined)
      return { check, status: 'skipped', message: 'none runs here; name one by --url' };
    const message = `${access.url}: ${lineOf(error)}`;
    const ofAway =
      fixCertificate(message) ?? 'Is it running, and is the address right? GraphQL is at /graphql.';
    const fix = isAway
      ? ofAway
      : 'The token has to be signed with the JWT_SECRET that the gateway runs with.';
    return { check, status: 'problem', message, fix };
  }
  if (pusher && key !== pusher.key) {
    const fix = 'Give both the same PUSHER_*: what one of them sends, clients of the other do not receive.';
    return { check, status: 'problem', message: `${access.url} uses another Pusher app, "${key}"`, fix };
  }
  return { check, status: 'ok', message: `${access.url} answers` };
}
