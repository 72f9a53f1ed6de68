import type { GatewayRules } from '../index.ts';
import { signJwt } from '../jwt/index.ts';
import { jwtSecretBeside } from './jwt-secret.ts';
import type { Settings } from './settings/index.ts';

/** Claim of a token that the command line or `serve` signs with the gateway's own secret. */
export const operatorClaim = 'graphql-pusher/operator';

/** Rules that allow a caller with an operator token to do everything. `dev` and the console use them if the application has no rules of its own. */
export const operatorRules = {
  trigger: (_question, { claims }) => claims[operatorClaim] === true,
  sendToUser: (_question, { claims }) => claims[operatorClaim] === true,
  terminateUserConnections: (_question, { claims }) => claims[operatorClaim] === true,
  inspect: (_question, { claims }) => claims[operatorClaim] === true,
  publish: (_question, { claims }) => claims[operatorClaim] === true,
  revoke: (_question, { claims }) => claims[operatorClaim] === true,
  console: (_question, { claims }) => claims[operatorClaim] === true,
} satisfies GatewayRules;

/** Signs an operator token for the gateway that these settings describe. It expires after 7 days. */
export function operatorToken(settings: Pick<Settings, 'jwtSecret' | 'store'>): Promise<string> {
  const secret = settings.jwtSecret ?? jwtSecretBeside(settings.store);
  return signJwt({ sub: 'operator', [operatorClaim]: true }, { secret, expiresIn: '7 days' });
}
