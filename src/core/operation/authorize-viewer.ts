import type { EngineOptions } from '../engine-options.ts';
import { GatewayError, type Viewer } from '../ports/index.ts';
import type { SubscriptionField } from '../schema/index.ts';

/** Who asks for what. */
export interface AuthorizationQuestion extends Pick<EngineOptions, 'rules'> {
  readonly field: SubscriptionField;
  /** The rule's own: it may change them. */
  readonly args: Record<string, unknown>;
  readonly viewer: Viewer | undefined;
}

/** @throws {GatewayError} `UNAUTHENTICATED` when the field needs a viewer and there is none. */
export function checkAuthenticated(field: SubscriptionField, viewer: Viewer | undefined): void {
  if (viewer || field.access === 'PUBLIC') return;
  throw new GatewayError(
    'UNAUTHENTICATED',
    `Subscription.${field.name} needs an authenticated viewer: send a token.`,
  );
}

/** @throws {GatewayError} `UNAUTHENTICATED` or `FORBIDDEN` when this viewer may not have the field with these arguments. */
export async function authorizeViewer({ field, rules, args, viewer }: AuthorizationQuestion): Promise<void> {
  checkAuthenticated(field, viewer);
  const missing = field.template.claims.find((claim) => viewer?.claims[claim] === undefined);
  if (missing) {
    throw new GatewayError(
      'FORBIDDEN',
      `Subscription.${field.name} needs a token with the claim "${missing}".`,
    );
  }
  const rule = rules[field.name];
  // Anything but `true` is no: a rule that forgets to answer must not let anybody in.
  if (rule?.authorize && (await rule.authorize(args, viewer)) !== true) {
    throw new GatewayError(
      'FORBIDDEN',
      `You may not subscribe to Subscription.${field.name} with these arguments.`,
    );
  }
}
