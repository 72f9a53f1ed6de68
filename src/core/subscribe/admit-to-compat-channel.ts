import type { EngineOptions } from '../engine-options.ts';
import { authorizeViewer, planOperation } from '../operation/index.ts';
import { claimsOf, GatewayError, type Operation, type Viewer } from '../ports/index.ts';
import { topicOf } from '../schema/index.ts';
import { canonicalJson } from '../values/index.ts';

/**
 * Rejects a viewer that may not receive the operations of a compat client's own channel any more. Called for each
 * reconnect. The channel's registrations name the operations. They are renewed if the viewer is allowed.
 * @throws {GatewayError} `UNAUTHENTICATED`, `FORBIDDEN`.
 */
export async function admitToCompatChannel(
  options: Pick<EngineOptions, 'schema' | 'fields' | 'rules' | 'store' | 'lifetimes'>,
  channel: string,
  viewer: Viewer | undefined,
): Promise<void> {
  const operations = await options.store.registrations.byChannel(channel);
  if (operations.length === 0) {
    throw new GatewayError('FORBIDDEN', `"${channel}" carries no subscription any more: subscribe again.`);
  }
  for (const operation of operations) await admitToOperation(options, operation, viewer);
  await options.store.registrations.expireIn(channel, options.lifetimes.registration);
}

async function admitToOperation(
  { schema, fields, rules }: Pick<EngineOptions, 'schema' | 'fields' | 'rules'>,
  operation: Operation,
  viewer: Viewer | undefined,
): Promise<void> {
  const field = fields.get(operation.field);
  if (!field)
    throw new GatewayError('FORBIDDEN', `Subscription.${operation.field} is not in the schema any more.`);
  const plan = planOperation(schema, operation);
  await authorizeViewer({ field, rules, args: plan.args(), viewer });
  const topic = topicOf(field, plan.args(), claimsOf(viewer, field.template.claims));
  const sameTopic = 'value' in topic && topic.value.key === operation.topic;
  const sameClaims = canonicalJson(claimsOf(viewer, field.per)) === canonicalJson(operation.claims);
  // With this token, the viewer would subscribe to another operation.
  if (!sameTopic || !sameClaims)
    throw new GatewayError('FORBIDDEN', 'Your claims have changed: subscribe again.');
}
