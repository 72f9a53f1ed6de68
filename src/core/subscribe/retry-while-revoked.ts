import { GatewayError } from '../ports/index.ts';

const maxAttempts = 5;

/**
 * Runs `attempt` until it resolves with a value. `undefined` means that the topic was revoked in the meantime, so what
 * the attempt authorized is void.
 * @throws {GatewayError} `STORE_UNAVAILABLE` after five attempts.
 */
export async function retryWhileRevoked<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let attempts = 0; attempts < maxAttempts; attempts++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new GatewayError('STORE_UNAVAILABLE', 'The topic is being revoked again and again; try later.');
}
