import { type GatewayRules, permit, type QueryResolvers, requireViewer } from '../../builtins/index.ts';
import { GatewayError } from '../../core/index.ts';
import type { Console } from './create-console.ts';

interface ConsoleAccess {
  readonly rules: GatewayRules;
  /** `undefined` when the gateway has no `console` rule. */
  readonly console: Console | undefined;
}

/** Creates the resolver of `Query.consoleOverview`. */
export function createConsoleResolvers({ rules, console }: ConsoleAccess) {
  return {
    async consoleOverview(_root, _args, context, { schema }) {
      await permit(rules, 'console', { operation: 'overview' }, requireViewer(context.viewer));
      if (!console)
        throw new GatewayError(
          'FORBIDDEN',
          'This gateway has no console. Set the rule "console" to enable it.',
        );
      return console.overview(schema);
    },
  } satisfies QueryResolvers;
}
