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

/** What goes to the engine as it is. */
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

/** How to make a gateway. */
export type GatewayOptions = SchemaSource &
  HardeningOptions &
  Pick<EngineInput, (typeof engineSettings)[number]> & {
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
    /** Told of errors that no caller hears of. Default: the console. */
    readonly onError?: (error: unknown, where: string) => void;
  };

/** An absent one must stay absent, so that the engine's default holds. */
export function engineSettingsOf(options: GatewayOptions): Partial<EngineInput> {
  return Object.fromEntries(
    engineSettings.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** Operations that clients may name by an id: the client preset's `persisted-documents.json`, say. */
export interface PersistedOperations {
  /** The document of each id, or where to look it up. */
  readonly documents:
    | Readonly<Record<string, string>>
    | ((id: string) => string | undefined | Promise<string | undefined>);
  /** Takes nothing else, but for the query by which our client finds Pusher. Default false. */
  readonly only?: boolean;
}

/** How a client that knows nothing of this protocol is answered. */
export type SubscriptionDialect = 'native' | CompatDialect;
