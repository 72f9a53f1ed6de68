import type { EngineOptions } from '../engine-options.ts';
import { planOperation, type SubscriptionRequest } from '../operation/index.ts';
import type { PeerDialect } from '../ports/index.ts';
import { peerChannel } from '../schema/index.ts';
import { registerOperation } from './subscribe.ts';

/** A subscription of another server's client. */
export interface PeerGrant {
  /** To be joined with an `auth` from `POST /pusher/auth`. */
  readonly channel: string;
  /** The key of the root field in the results. */
  readonly responseKey: string;
}

/**
 * Registers an operation on a channel of its own, executed together with all others who want the same.
 * @throws {GatewayError} as `subscribe`.
 */
export async function subscribePeer(
  options: Pick<
    EngineOptions,
    'schema' | 'fields' | 'rules' | 'rotateIfExpired' | 'store' | 'lifetimes' | 'quotas' | 'newId' | 'observe'
  >,
  request: SubscriptionRequest,
  dialect: PeerDialect,
): Promise<PeerGrant> {
  let channel = '';
  const { operation } = await registerOperation(options, request, {
    dialect,
    ttl: options.lifetimes.registration,
    channelOf({ operation: { field } }) {
      const encrypted = options.fields.get(field)?.access === 'ENCRYPTED';
      channel = peerChannel({ dialect, encrypted, viewer: request.viewer, nonce: options.newId() });
      return channel;
    },
  });
  return { channel, responseKey: planOperation(options.schema, operation).responseKey };
}
