import { GraphQLError, type GraphQLSchema } from 'graphql';
import {
  type Builtins,
  type ChannelWatch,
  createBuiltinResolvers,
  createChannelWatch,
  createWatchRules,
  ruleNames,
  selectBuiltins,
} from '../builtins/index.ts';
import { createConsoleResolvers } from '../console/server/index.ts';
import {
  createEngine,
  type Engine,
  maskError,
  readSubscriptionFields,
  type SharedViewer,
  type SubscriptionField,
  type SubscriptionRules,
  type Transport,
  type Viewer,
} from '../core/index.ts';
import type { RateLimits } from '../security/index.ts';
import { engineSettingsOf, type GatewayOptions } from './gateway-options.ts';
import { createGatewaySchema } from './gateway-schema.ts';
import { createObservation, type Observation } from './observation.ts';
import { rejectUnknownKeys } from './subscription-rules.ts';

/** The engine, the schema that it serves, and its observation. */
export interface GatewayEngine {
  readonly engine: Engine;
  readonly schema: GraphQLSchema;
  readonly watch: ChannelWatch;
  readonly observation: Observation;
}

interface Collaborators {
  readonly rateLimits: RateLimits;
  readonly requestId: () => string | undefined;
  /** The gateway's part of every resolver's context. */
  ownContext(viewer: Viewer | SharedViewer | undefined): object;
}

/** Adds the built-in operations to the user's schema and creates the engine. */
export function createGatewayEngine(
  options: GatewayOptions,
  { rateLimits, requestId, ownContext }: Collaborators,
): GatewayEngine {
  const builtins = selectBuiltins(builtinsOf(options));
  const ownFields = builtins.subscriptions;
  // The engine needs the schema, and the built-in operations in the schema need the engine.
  const theEngine = (): Engine => engine;
  rejectUnknownKeys('rules', Object.keys(options.rules ?? {}), ruleNames);
  const observation = createObservation(options, {
    ...{ engine: theEngine, fields: () => fields, ownFields, requestId },
    hasConsole: builtins.names.has('consoleOverview'),
  });
  const { observe, onError, transport, console } = observation;
  const watch = createChannelWatch(theEngine, ownFields);
  const collaborators = { engine: theEngine, transport, watch, rules: options.rules ?? {} };
  const consoleResolvers = createConsoleResolvers({ rules: collaborators.rules, console });
  const { schema, rules } = createGatewaySchema(options, {
    builtins,
    resolvers: createBuiltinResolvers(collaborators, consoleResolvers, ownFields, onError, rateLimits),
  });
  const fields = readSubscriptionFields(schema, { ownFields });
  checkFields(fields, { rules, ownFields, transport });

  const engine = createEngine({
    ...{ schema, fields, store: options.store, transport, observe, onError },
    rules: { ...rules, ...createWatchRules(collaborators, ownFields), ...console?.subscriptionRules },
    channelRule: options.rules?.channel,
    formatError: (error) => {
      const shown = maskError(error, 'Unexpected error.');
      if (shown !== error) onError(error.originalError ?? error, 'executing a subscription');
      return (shown instanceof GraphQLError ? shown : new GraphQLError(shown.message)).toJSON();
    },
    contextOf: async (viewer) => ({ ...(await options.context?.({ viewer })), ...ownContext(viewer) }),
    ...engineSettingsOf(options),
  });
  return { engine, schema, watch, observation };
}

/** The console's operations exist only if the rule `console` authorizes them. */
function builtinsOf({ builtins, rules }: GatewayOptions): Builtins {
  if (builtins === false || rules?.console) return builtins ?? {};
  return { ...builtins, console: false, consoleOverview: false };
}

function checkFields(
  fields: ReadonlyMap<string, SubscriptionField>,
  {
    rules,
    ownFields,
    transport,
  }: {
    rules: Readonly<Record<string, SubscriptionRules>>;
    ownFields: ReadonlySet<string>;
    transport: Transport;
  },
): void {
  const encrypted = [...fields.values()].find(({ access }) => access === 'ENCRYPTED');
  if (encrypted && !transport.canEncrypt) {
    throw new Error(
      `Subscription.${encrypted.name} is ENCRYPTED, but the transport has no encryption master key. Set the option encryptionMasterKey of createPusherTransport().`,
    );
  }
  const unknown = Object.keys(rules).find((name) => !fields.has(name) || ownFields.has(name));
  if (unknown)
    throw new Error(
      `Subscription.${unknown} has rules, but your schema has no such field. Check its spelling, or remove the rules.`,
    );
}
