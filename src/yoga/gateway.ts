import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import {
  combineObservers,
  createCensus,
  createEngine,
  createWaitingTopics,
  type Engine,
  type EngineInput,
  type MetricsSource,
  type Observer,
  observeTransport,
  readSubscriptionFields,
  type SharedViewer,
  type Store,
  type TopicArguments,
  type Tracing,
  type Transport,
  type Viewer,
} from '../core/index.ts';
import { type Builtins, selectBuiltins } from './builtins/builtin-fields.ts';
import { createBuiltinResolvers } from './builtins/builtin-resolvers.ts';
import { createChannelWatch, createWatchRules } from './builtins/channel-watch.ts';
import { createConsole } from './console/create-console.ts';
import type { ChannelsServerFigures } from './console/feed.ts';
import type { AnyTopics, GatewayContext, Publish } from './gateway-context.ts';
import { createGatewaySchema, type SchemaSource } from './gateway-schema.ts';
import { gatewayErrorIn, maskError } from './graphql-error.ts';
import { createHardening, type HardeningOptions } from './hardening/hardening.ts';
import { requestIdHeader } from './hardening/request-scope.ts';
import type { Authenticate } from './jwt-authentication.ts';
import { limitFailedAuthentication } from './rate-limits/limit-failed-authentication.ts';
import { queryParameters } from './request-parameters.ts';
import type { GatewayRules } from './rules.ts';
import { useConsolePage } from './use-console-page.ts';
import { useGraphiQLPage } from './use-graphiql-page.ts';
import { documentIdParameter, type PersistedOperations, useKnownOperations } from './use-known-operations.ts';
import { useMetrics } from './use-metrics.ts';
import { useMutationSpans } from './use-mutation-spans.ts';
import { usePusherEndpoints } from './use-pusher-endpoints.ts';
import {
  type SubscriptionDialect,
  subscriptionIdHeader,
  usePusherSubscriptions,
} from './use-pusher-subscriptions.ts';
import { useReadiness } from './use-readiness.ts';
import { useRefuseEmptyBatch } from './use-refuse-empty-batch.ts';

/** How to make a gateway. */
export type GatewayOptions = SchemaSource &
  HardeningOptions &
  Pick<
    EngineInput,
    | 'lifetimes'
    | 'retention'
    | 'maxSubscriptionAge'
    | 'quotas'
    | 'waitUntil'
    | 'now'
    | 'wait'
    | 'random'
    | 'newId'
  > & {
    readonly store: Store;
    readonly transport: Transport;
    /** Without it nobody is authenticated, and only `PUBLIC` fields can be subscribed to. */
    readonly authenticate?: Authenticate;
    readonly rules?: GatewayRules;
    /** The operations that are added to the schema. Default: all. */
    readonly builtins?: Builtins;
    /**
     * How clients are answered that know nothing of this protocol; a request may say otherwise by the header
     * `x-subscription-dialect`. Default `native`: they are refused with a reason.
     */
    readonly dialect?: SubscriptionDialect;
    /** Operations that clients may name by an id, or must. */
    readonly persistedOperations?: PersistedOperations;
    /** Added to every resolver's context; `request` is absent in an execution for an event. */
    readonly context?: (input: {
      viewer: Viewer | SharedViewer | undefined;
      request?: Request;
    }) => object | Promise<object>;
    /** Whether GraphiQL is served at `/graphql`. Default: where introspection is allowed, without which it is of little use. */
    readonly graphiql?: boolean;
    /** Told of what happens, as it happens. `graphql-pusher/observability` makes metrics, logs and traces of it. */
    readonly observe?: Partial<Observer> | readonly Partial<Observer>[];
    /** Whether the page at `/console` is served where `rules.console` lets anybody see it. Default true. */
    readonly console?: boolean;
    /** A Channels server in this process: the console shows its connections and deliveries. */
    readonly channelsServer?: { stats(): ChannelsServerFigures };
    /** Served at `/metrics`. Default: nothing is counted. */
    readonly metrics?: MetricsSource;
    /** Puts mutations, publishing, executing and sending into traces. Default: no traces. */
    readonly tracing?: Tracing;
    /** Told of errors that no caller hears of. Default: the console. */
    readonly onError?: (error: unknown, where: string) => void;
  };

/** A GraphQL server whose subscriptions are carried by Pusher. */
export interface Gateway<Topics = AnyTopics>
  extends Pick<
    Engine,
    'revoke' | 'revalidate' | 'signature' | 'sweep' | 'reconcile' | 'deadLetters' | 'settle'
  > {
  /** Answers a request: all that a serverless platform needs. */
  fetch(request: Request): Promise<Response>;
  /** Answers a request of Node's HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Whether a path is the gateway's to answer. */
  serves(path: string): boolean;
  readonly publish: Publish<Topics>;
  /** Finishes what it is sending, and closes the store. */
  dispose(): Promise<void>;
}

/** How many operations one HTTP request may hold. */
const maxOperationsPerRequest = 10;

/**
 * Makes a gateway from a schema, a store and a transport.
 *
 * @throws {ChannelSchemaError} when a `@channel` of the schema cannot be used, with every problem and its place.
 */
export function createGateway<Topics = AnyTopics>(options: GatewayOptions): Gateway<Topics> {
  const { store } = options;
  const report = options.onError ?? ((error, where) => console.error(`graphql-pusher: ${where}:`, error));
  const { metrics } = options;
  const builtins = selectBuiltins(builtinsOf(options));
  const ownFields = builtins.subscriptions;
  // The engine needs the schema, and the schema's built-in operations need the engine.
  const theEngine = (): Engine => engine;
  const now = options.now ?? Date.now;
  const waiting = createWaitingTopics(store.mailboxes, now);
  const { channelsServer } = options;
  const theConsole = builtins.names.has('consoleOverview')
    ? createConsole({
        engine: theEngine,
        fields: () => fields,
        store,
        transport: () => transport,
        waiting,
        rules: options.rules ?? {},
        ownFields,
        server: channelsServer && (() => channelsServer.stats()),
        now,
        onError: (error, where) => onError(error, where),
      })
    : undefined;
  const observers = [options.observe ?? [], metrics?.observer ?? [], theConsole?.observer ?? []];
  const wanted = metrics || theConsole ? [waiting.observer] : [];
  const observe = combineObservers([...observers.flat(), ...wanted], report);
  const hardening = createHardening(options, [subscriptionIdHeader, 'Retry-After']);
  const { scopes, maxRequestBytes, rateLimits } = hardening;
  const authenticate = limitFailedAuthentication(options.authenticate ?? (() => undefined), rateLimits);
  const requestId = (): string | undefined => scopes.current()?.id;
  const onError = (error: unknown, what: string): void => {
    const id = requestId();
    const where = id === undefined ? what : `${what} (request ${id})`;
    report(error, where);
    observe.failed?.({ error, where });
  };
  const transport = observeTransport(options.transport, observe);
  const watch = createChannelWatch(theEngine, ownFields);
  const collaborators = {
    engine: theEngine,
    transport,
    watch,
    console: theConsole,
    rules: options.rules ?? {},
  };
  const { schema, rules } = createGatewaySchema(options, {
    builtins,
    resolvers: createBuiltinResolvers(collaborators, ownFields, onError, rateLimits),
  });
  const fields = readSubscriptionFields(schema, { ownFields });
  const encrypted = [...fields.values()].find(({ access }) => access === 'ENCRYPTED');
  if (encrypted && !transport.canEncrypt) {
    throw new Error(
      `Subscription.${encrypted.name} is ENCRYPTED, and the transport has no encryption master key.`,
    );
  }
  const unknown = Object.keys(rules).find((name) => !fields.has(name) || ownFields.has(name));
  if (unknown) throw new Error(`There are rules for Subscription.${unknown}, which is not in your schema.`);

  const engine: Engine = createEngine({
    schema,
    fields,
    rules: { ...rules, ...createWatchRules(collaborators, ownFields), ...theConsole?.subscriptionRules },
    store,
    transport,
    observe,
    onError,
    channelRule: options.rules?.channel,
    formatError: (error) => {
      const shown = maskError(error, 'Unexpected error.');
      if (shown !== error) onError(error.originalError ?? error, 'executing a subscription');
      return (shown instanceof GraphQLError ? shown : new GraphQLError(shown.message)).toJSON();
    },
    contextOf: async (viewer) => ({ ...(await options.context?.({ viewer })), ...ownContext(viewer) }),
    ...engineSettings(options),
  });
  const settle = async (): Promise<void> => {
    theConsole?.stop();
    await engine.settle();
  };
  const publish: Publish<Topics> = (field, args, event) =>
    engine.publish(field, args as TopicArguments, event);
  const ownContext = (viewer: Viewer | SharedViewer | undefined): GatewayContext<Topics> => ({
    viewer,
    publish,
  });

  const yoga = createYoga<object, object>({
    schema,
    batching: { limit: maxOperationsPerRequest },
    extraParamNames: [documentIdParameter],
    landingPage: false,
    cors: hardening.cors,
    maxRequestBodySize: maxRequestBytes,
    logging: loggerFor(onError),
    maskedErrors: { maskError: (error, message) => maskError(error, message, requestId()) },
    // Yoga's own would be fetched from elsewhere.
    graphiql: false,
    context: async ({ request }) => {
      const viewer = await authenticate(request, queryParameters(request));
      return { ...(await options.context?.({ viewer, request })), ...ownContext(viewer) };
    },
    plugins: [
      useRefuseEmptyBatch(),
      ...hardening.plugins,
      ...((options.graphiql ?? options.introspection ?? true) ? [useGraphiQLPage()] : []),
      ...(options.tracing ? [useMutationSpans(options.tracing)] : []),
      ...(theConsole && options.console !== false ? [useConsolePage()] : []),
      ...(metrics ? [useMetrics(metrics, createCensus(store, transport, waiting))] : []),
      ...(options.persistedOperations ? [useKnownOperations(options.persistedOperations)] : []),
      useReadiness({ store, transport, now: options.now ?? Date.now }),
      usePusherEndpoints({
        ...{ engine, transport, authenticate, watch, onError, requestId, maxRequestBytes, rateLimits, now },
        refuseForged: hardening.refuseForged,
      }),
      usePusherSubscriptions(engine, options.dialect ?? 'native', rateLimits),
    ],
  });

  return {
    fetch: async (request) =>
      scopes.run({ id: request.headers.get(requestIdHeader) }, () => yoga.fetch(request)),
    handle(request, response) {
      const id = [request.headers['x-request-id']].flat()[0];
      scopes.run({ id, address: request.socket.remoteAddress }, () => void yoga(request, response));
    },
    serves: (path) => /^\/(graphql|pusher|health|ready|metrics|console)(\/|\?|$)/.test(path),
    publish,
    revoke: engine.revoke,
    revalidate: engine.revalidate,
    signature: engine.signature,
    sweep: engine.sweep,
    reconcile: engine.reconcile,
    deadLetters: engine.deadLetters,
    settle,
    async dispose() {
      await settle();
      await store.close();
    },
  };
}

/** The console's operations are there only where a rule says who may use them. */
function builtinsOf({ builtins, rules }: GatewayOptions): Builtins {
  if (builtins === false || rules?.console) return builtins ?? {};
  return { ...builtins, console: false, consoleOverview: false };
}

/** What goes to the engine as it is; an absent one must stay absent, so that the engine's default holds. */
function engineSettings(options: GatewayOptions): Partial<EngineInput> {
  const names = [
    'lifetimes',
    'retention',
    'maxSubscriptionAge',
    'quotas',
    'waitUntil',
    'now',
    'wait',
    'random',
    'newId',
    'tracing',
  ] as const;
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** Yoga's log: errors that are a caller's own mistake are answered, and that is enough. */
function loggerFor(onError: NonNullable<GatewayOptions['onError']>) {
  const silent = (): void => undefined;
  // Yoga tells of some twice.
  const told = new WeakSet<object>();
  return {
    debug: silent,
    info: silent,
    warn: silent,
    error: (error: unknown) => {
      if (typeof error === 'object' && error !== null) {
        if (told.has(error)) return;
        told.add(error);
      }
      const known = gatewayErrorIn(error);
      if (!known || known.status >= 500) onError(error, 'answering a request');
    },
  };
}
