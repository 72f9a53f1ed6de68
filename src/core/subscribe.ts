import { type Grant, operationEvent, type Position, type Result } from '../protocol/index.ts';
import type { EngineOptions } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import { type PreparedOperation, prepareOperation, type SubscriptionRequest } from './prepare-operation.ts';
import type { Dialect, Operation } from './store.ts';
import { withinQuotas } from './within-quotas.ts';

/** How often a subscription is prepared anew because its topic was revoked in between. */
const maxRevocations = 5;

/** An operation with a registration that holds it. */
export interface RegisteredOperation extends PreparedOperation {
  readonly position: Position;
}

type Collaborators = Pick<
  EngineOptions,
  'schema' | 'fields' | 'rules' | 'store' | 'transport' | 'lifetimes' | 'quotas' | 'observe'
>;

/** Prepares an operation and registers a channel for it, under the generation that its topic has by then. */
export async function registerOperation(
  options: Pick<Collaborators, 'schema' | 'fields' | 'rules' | 'store' | 'quotas' | 'observe'>,
  request: SubscriptionRequest,
  registration: { dialect: Dialect; ttl: number; channelOf: (prepared: PreparedOperation) => string },
): Promise<RegisteredOperation> {
  for (let attempt = 0; attempt < maxRevocations; attempt++) {
    const prepared = await prepareOperation(options, request);
    const channel = registration.channelOf(prepared);
    await withinQuotas(options, {
      operation: prepared.operation,
      asker: request.asker,
      ownChannel: channel === prepared.channel ? undefined : channel,
    });
    const position = await options.store.registrations.add(
      prepared.operation,
      { channel, dialect: registration.dialect },
      registration.ttl,
    );
    if (position) {
      const { id: operation, topic, field } = prepared.operation;
      options.observe.registered?.({ channel, operation, topic, field, dialect: registration.dialect });
      return { ...prepared, position };
    }
  }
  throw revokedAgainAndAgain();
}

/**
 * Grants an operation to a viewer's connection: registers it, and says where its results come and what was missed.
 * A refusal leaves nothing registered.
 * @throws {GatewayError} as {@link prepareOperation}, and `BAD_USER_INPUT` for encryption that is not set up.
 */
export async function subscribe(
  options: Collaborators,
  request: SubscriptionRequest,
  { socketId, position }: { socketId: string; position?: Position | undefined },
): Promise<Grant> {
  for (let attempt = 0; attempt < maxRevocations; attempt++) {
    const registered = await registerOperation(options, request, {
      dialect: 'native',
      ttl: options.lifetimes.registration,
      channelOf: ({ channel }) => channel,
    });
    const missed = position ? await missedSince(options, registered.operation, position) : {};
    // Revoked in between: what was missed is to be had, under the next generation.
    if (!missed) continue;
    const { auth, sharedSecret } = options.transport.authorize(socketId, registered.channel);
    return {
      channel: registered.channel,
      event: operationEvent.result,
      auth,
      ...(sharedSecret ? { sharedSecret } : {}),
      position: registered.position,
      ...missed,
    };
  }
  throw revokedAgainAndAgain();
}

function revokedAgainAndAgain(): GatewayError {
  return new GatewayError('STORE_UNAVAILABLE', 'The topic is being revoked again and again; try later.');
}

/**
 * What a subscriber missed who stood at this position: all of it or, with `recovered: false`, none. `undefined` when the
 * operation has ended since it was registered.
 */
async function missedSince(
  { store, observe }: Pick<EngineOptions, 'store' | 'observe'>,
  operation: Operation,
  position: Position,
): Promise<Pick<Grant, 'position' | 'recovered' | 'missed'> | undefined> {
  const since = await store.logs.since(operation, position);
  if (!since) return undefined;
  const { id, topic, field } = operation;
  observe.recoveryAsked?.({
    operation: id,
    topic,
    field,
    recovered: since.entries !== undefined,
    missed: since.entries?.length ?? 0,
  });
  if (!since.entries) return { recovered: false, position: since.top };
  return {
    recovered: true,
    position: since.top,
    missed: since.entries.map((entry) => ({
      offset: entry.position.offset,
      result: JSON.parse(entry.body) as Result,
    })),
  };
}
