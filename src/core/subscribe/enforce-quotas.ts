import { createHash } from 'node:crypto';
import type { EngineOptions } from '../engine-options.ts';
import { GatewayError, type Operation } from '../ports/index.ts';
import { canonicalJson } from '../values/index.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** When to come back: subscriptions come and go. */
const retryAfter = 60_000;

/** Who asks for what. */
export interface QuotaQuestion {
  readonly operation: Operation;
  /** Unless nobody knows. */
  readonly rateLimitKey: string | undefined;
  /** A channel that nobody else shares, which is counted for itself. */
  readonly ownChannel?: string | undefined;
}

/**
 * Counts an operation for who asks for it. One that lives already costs nothing more, but is counted all the same: who
 * asks for it keeps it alive.
 * @throws {GatewayError} `RATE_LIMITED`.
 */
export async function enforceQuotas(
  { quotas, store: { registrations } }: Pick<EngineOptions, 'quotas' | 'store'>,
  { operation, rateLimitKey, ownChannel }: QuotaQuestion,
): Promise<void> {
  if (!quotas) return;
  const { operationsPerTopic, operationsPerTopicAndViewer, operationsPerViewer } = quotas;
  const what = sameInAnyGeneration(operation);
  const [hasRoom, ofTopic, ofAll] = await Promise.all([
    registrations.hasRoom(operation, operationsPerTopic),
    rateLimitKey === undefined ||
      // The topic first: an asker's id may hold anything, and must not name what another one is counted by.
      registrations.hold(`${operation.topic} ${rateLimitKey}`, what, {
        limit: operationsPerTopicAndViewer,
        ttl: day,
      }),
    rateLimitKey === undefined ||
      registrations.hold(rateLimitKey, ownChannel ?? what, { limit: operationsPerViewer, ttl: hour }),
  ]);
  const facts = { retryAfter };
  if (!ofAll || !ofTopic) {
    throw new GatewayError(
      'RATE_LIMITED',
      'You have asked for too many different subscriptions: use variables less, or ask for fewer.',
      { facts },
    );
  }
  if (!hasRoom) {
    throw new GatewayError('RATE_LIMITED', 'There are too many different subscriptions to this already.', {
      facts,
    });
  }
}

/** A topic that is revoked makes other operations of the same, and those are not more than there were. */
function sameInAnyGeneration({ topic, document, operationName, variables, claims }: Operation): string {
  return createHash('sha256')
    .update(JSON.stringify([topic, document, operationName, canonicalJson(variables), canonicalJson(claims)]))
    .digest('base64url')
    .slice(0, 22);
}
