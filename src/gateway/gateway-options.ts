import type { Builtins, GatewayRules } from '../builtins/index.ts';
import type { ChannelsServerFigures } from '../console/server/index.ts';
import type {
  CompatDialect,
  EngineInput,
  MetricsSource,
  Observer,
  SharedViewer,
  Store,
  Transport,
  Viewer,
} from '../core/index.ts';
import type { Authenticate } from '../jwt/index.ts';
import type { HardeningOptions } from '../security/index.ts';
import type { SchemaSource } from './gateway-schema.ts';

/** Options that are passed to the engine unchanged. */
const engineSettings = [
  'lifetimes',
  'retention',
  'executionTimeout',
  'settleTimeout',
  'maxEventBytes',
  'maxResultBytes',
  'maxSubscriptionAge',
  'quotas',
  'waitUntil',
  'now',
  'wait',
  'random',
  'newId',
  'tracing',
] as const satisfies (keyof EngineInput)[];

/** The options of `createGateway`. */
export type GatewayOptions = SchemaSource &
  HardeningOptions &
  Pick<EngineInput, (typeof engineSettings)[number]> & {
    readonly store: Store;
    readonly transport: Transport;
    /** Authenticates a request. Without it, every client is anonymous and can subscribe to `PUBLIC` fields only. */
    readonly authenticate?: Authenticate;
    readonly rules?: GatewayRules;
    /** The operations that the gateway adds to the schema. Default: all. */
    readonly builtins?: Builtins;
    /**
     * The response format for clients that do not send `extensions.pusher`. The header `x-subscription-dialect`
     * overrides it for one request. Default `native`: the gateway rejects them with an error that names the reason.
     */
    readonly dialect?: SubscriptionDialect;
    /** Operations that clients may, or must, request by id. */
    readonly persistedOperations?: PersistedOperations;
    /** Returns what is added to every resolver's context. `request` is absent when an event triggers the execution. */
    readonly context?: (input: {
      viewer: Viewer | SharedViewer | undefined;
      request?: Request;
    }) => object | Promise<object>;
    /** Whether the gateway serves GraphiQL at `/graphql`. Default: the value of `introspection`, which GraphiQL needs. */
    readonly graphiql?: boolean;
    /** Called for each event inside the gateway. `graphql-pusher/observability` has observers for metrics, logs and traces. */
    readonly observe?: Partial<Observer> | readonly Partial<Observer>[];
    /** Whether the gateway serves the page at `/console`. It also needs the rule `rules.console`. Default true. */
    readonly console?: boolean;
    /** A Channels server in this process. The console shows its connections and deliveries. */
    readonly channelsServer?: { stats(): ChannelsServerFigures };
    /** Served at `/metrics`. Default: no metrics. */
    readonly metrics?: MetricsSource;
    /** Called with errors that are not returned to any caller. Default: prints them with `console.error`. */
    readonly onError?: (error: unknown, where: string) => void;
  };

/** An option that is `undefined` is left out, so that the engine's default applies. */
export function engineSettingsOf(options: GatewayOptions): Partial<EngineInput> {
  return Object.fromEntries(
    engineSettings.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** Operations that clients request by id, for example from the client preset's `persisted-documents.json`. */
export interface PersistedOperations {
  /** The document of each id, or a function that looks it up. */
  readonly documents:
    | Readonly<Record<string, string>>
    | ((id: string) => string | undefined | Promise<string | undefined>);
  /** Rejects all other operations, except the query with which the client reads Pusher's settings. Default false. */
  readonly only?: boolean;
}

/** The response format for clients that do not send `extensions.pusher`. */
export type SubscriptionDialect = 'native' | CompatDialect;
