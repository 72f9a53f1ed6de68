import type { GatewayRules } from '../index.ts';
import { signJwt } from '../jwt/index.ts';
import { jwtSecretBeside } from './jwt-secret.ts';
import type { Settings } from './settings/index.ts';

/** The claim of a token that this command line has signed for itself, with the gateway's own secret. */
export const operatorClaim = 'graphql-pusher/operator';

/** Rules for whoever holds the gateway's secret and says so: `dev` has them where the project has none. */
export const operatorRules = {
  trigger: (_question, { claims }) => claims[operatorClaim] === true,
  sendToUser: (_question, { claims }) => claims[operatorClaim] === true,
  terminateUserConnections: (_question, { claims }) => claims[operatorClaim] === true,
  inspect: (_question, { claims }) => claims[operatorClaim] === true,
  publish: (_question, { claims }) => claims[operatorClaim] === true,
  revoke: (_question, { claims }) => claims[operatorClaim] === true,
  console: (_question, { claims }) => claims[operatorClaim] === true,
} satisfies GatewayRules;

/** A token for the gateway of this folder's settings. */
export function operatorToken(settings: Pick<Settings, 'jwtSecret' | 'store'>): Promise<string> {
  const secret = settings.jwtSecret ?? jwtSecretBeside(settings.store);
  return signJwt({ sub: 'operator', [operatorClaim]: true }, { secret, expiresIn: '7 days' });
}
