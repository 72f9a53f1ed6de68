import type { EngineOptions } from '../engine-options.ts';
import { planOperation, type SubscriptionRequest } from '../operation/index.ts';
import type { CompatDialect } from '../ports/index.ts';
import { compatChannel } from '../schema/index.ts';
import { registerOperation } from './subscribe.ts';

/** A subscription of another server's client. */
export interface CompatGrant {
  /** To be joined with an `auth` from `POST /pusher/auth`. */
  readonly channel: string;
  /** The key of the root field in the results. */
  readonly responseKey: string;
}

/**
 * Registers an operation on a channel of its own, executed together with all others who want the same.
 * @throws {GatewayError} as `subscribe`.
 */
export async function subscribeCompat(
  options: Pick<
    EngineOptions,
    'schema' | 'fields' | 'rules' | 'rotateIfExpired' | 'store' | 'lifetimes' | 'quotas' | 'newId' | 'observe'
  >,
  request: SubscriptionRequest,
  dialect: CompatDialect,
): Promise<CompatGrant> {
  let channel = '';
  const { operation } = await registerOperation(options, request, {
    dialect,
    ttl: options.lifetimes.registration,
    channelOf({ operation: { field } }) {
      const encrypted = options.fields.get(field)?.access === 'ENCRYPTED';
      channel = compatChannel({ dialect, encrypted, viewer: request.viewer, nonce: options.newId() });
      return channel;
    },
  });
  return { channel, responseKey: planOperation(options.schema, operation).responseKey };
}
