import { type Grant, operationEvent, type Position, type Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { type PreparedOperation, prepareOperation, type SubscriptionRequest } from '../operation/index.ts';
import type { Dialect, LoggedEntry } from '../ports/index.ts';
import { enforceQuotas } from './enforce-quotas.ts';
import type { LastSent } from './last-sent.ts';
import type { RecoveryBudget } from './recovery-budget.ts';
import { retryWhileRevoked } from './retry-while-revoked.ts';
import { isBehind } from './watch-for-fallback.ts';

/** An operation with a registration that holds it. */
export interface RegisteredOperation extends PreparedOperation {
  readonly position: Position;
}

type Collaborators = Pick<
  EngineOptions,
  | 'schema'
  | 'fields'
  | 'rules'
  | 'rotateIfExpired'
  | 'store'
  | 'transport'
  | 'lifetimes'
  | 'quotas'
  | 'observe'
> & { readonly lastSent: LastSent };

/** Prepares an operation and registers a channel for it, under the current generation of its topic. */
export async function registerOperation(
  options: Pick<
    Collaborators,
    'schema' | 'fields' | 'rules' | 'rotateIfExpired' | 'store' | 'quotas' | 'observe'
  >,
  request: SubscriptionRequest,
  registration: { dialect: Dialect; ttl: number; channelOf: (prepared: PreparedOperation) => string },
): Promise<RegisteredOperation> {
  return retryWhileRevoked(async () => {
    const prepared = await prepareOperation(options, request);
    const channel = registration.channelOf(prepared);
    await enforceQuotas(options, {
      operation: prepared.operation,
      rateLimitKey: request.rateLimitKey,
      ownChannel: channel === prepared.channel ? undefined : channel,
    });
    const position = await options.store.registrations.add(
      prepared.operation,
      { channel, dialect: registration.dialect },
      registration.ttl,
    );
    if (!position) return undefined;
    const { id: operation, topic, field } = prepared.operation;
    options.observe.registered?.({ channel, operation, topic, field, dialect: registration.dialect });
    return { ...prepared, position };
  });
}

/** A connection that wants an operation's results, and the position of the last result that it received. */
export interface PusherRequest {
  readonly socketId: string;
  readonly position?: Position | undefined;
  /** Bounds the missed results in the response, together with those of other operations of the same HTTP request. */
  readonly budget: RecoveryBudget;
}

/**
 * Grants an operation to a viewer's connection: registers it, and returns its channel, its position and the missed
 * results. A rejection leaves nothing registered.
 * @throws {GatewayError} as {@link prepareOperation}, and `BAD_USER_INPUT` for encryption that is not set up.
 */
export async function subscribe(
  options: Collaborators,
  request: SubscriptionRequest,
  { socketId, position, budget }: PusherRequest,
): Promise<Grant> {
  return retryWhileRevoked(async () => {
    const registered = await registerOperation(options, request, {
      dialect: 'native',
      ttl: options.lifetimes.registration,
      channelOf: ({ channel }) => channel,
    });
    const missed = position ? await missedSince(options, registered, position, budget) : {};
    // Revoked in the meantime: the next generation has the missed results.
    if (!missed) return undefined;
    const { auth, sharedSecret } = options.transport.authorize(socketId, registered.channel);
    return {
      channel: registered.channel,
      event: operationEvent.result,
      auth,
      ...(sharedSecret ? { sharedSecret } : {}),
      position: registered.position,
      ...missed,
    };
  });
}

/**
 * Reads a page of the results that a subscriber at this position missed. `more`: there are further pages.
 * `recovered: false`: the results are lost. Resolves with `undefined` if the operation has ended since it was registered.
 */
async function missedSince(
  { store, observe, lastSent }: Pick<Collaborators, 'store' | 'observe' | 'lastSent'>,
  { operation, channel }: RegisteredOperation,
  position: Position,
  budget: RecoveryBudget,
): Promise<Pick<Grant, 'position' | 'recovered' | 'missed' | 'more'> | undefined> {
  const bytes = budget.take();
  if (bytes === undefined) return { recovered: true, position, missed: [], more: true };
  const since = await store.logs.since(operation, position, bytes);
  budget.settle(bytes, bytesOf(since?.entries ?? []));
  if (!since) return undefined;
  const { id, topic, field } = operation;
  observe.recoveryAsked?.({
    operation: id,
    topic,
    field,
    recovered: since.entries !== undefined,
    missed: since.entries?.length ?? 0,
  });
  if (!since.entries) {
    // The requested position proves nothing: any viewer can send any offset, and a restart causes a gap for all others.
    const known = isBehind(since.top, position) ? await lastSent(channel) : undefined;
    if (!known || !isBehind(since.top, known)) return { recovered: false, position: since.top };
    const restarted = await store.logs.restart(operation, known);
    return restarted && { recovered: false, position: restarted };
  }
  const end = since.entries.at(-1)?.position ?? since.top;
  return {
    recovered: true,
    position: end,
    missed: since.entries.map((entry) => ({
      offset: entry.position.offset,
      result: JSON.parse(entry.body) as Result,
    })),
    ...(end.offset < since.top.offset ? { more: true } : {}),
  };
}

function bytesOf(entries: readonly LoggedEntry[]): number {
  return entries.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}
