import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { BuiltinContext } from '../builtin-context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Any value that JSON can write. */
  PusherJSON: { input: unknown; output: unknown; }
};

/** Who may join a channel, and what Pusher does on it. */
export type ChannelAccess =
  /** Viewers who are authorised; Pusher itself cannot read the messages. */
  | 'ENCRYPTED'
  /** Viewers who are authorised; members see each other. */
  | 'PRESENCE'
  /** Viewers who are authorised. */
  | 'PRIVATE'
  /** Anybody. */
  | 'PUBLIC';

/** What can be asked of many channels at once. */
export type ChannelAttribute =
  /** How many connections are on it. Hosted Pusher counts them only where that is switched on. */
  | 'SUBSCRIPTION_COUNT'
  /** How many users are on it. Presence channels only. */
  | 'USER_COUNT';

/** What a Pusher connection shows to join a channel. Good for one connection and one channel. */
export type ChannelAuth = {
  /** The signature, with the app's key before it. */
  auth: Scalars['String']['output'];
  /** Presence channels: who joins, as JSON text, exactly as it was signed. */
  channelData?: Maybe<Scalars['String']['output']>;
  /** Encrypted channels: the key to the channel's messages, in base64. */
  sharedSecret?: Maybe<Scalars['String']['output']>;
};

/** The last event of a cache channel. */
export type ChannelCache = {
  /** Its data; of an encrypted channel as it is encrypted. */
  data: Scalars['PusherJSON']['output'];
  /** For how many seconds it will be kept. */
  ttl: Scalars['Int']['output'];
};

/** A channel, and how many are on it. */
export type ChannelCounts = {
  /** With its prefix. */
  name: Scalars['String']['output'];
  /** Null where it was not asked for. */
  subscriptionCount?: Maybe<Scalars['Int']['output']>;
  /** Null where it was not asked for, or does not apply. */
  userCount?: Maybe<Scalars['Int']['output']>;
};

/** Something passed on a channel. */
export type ChannelEvent = {
  /** The full name of the channel. */
  channel: Scalars['String']['output'];
  data?: Maybe<Scalars['PusherJSON']['output']>;
  /** The event's name; that of a client begins with `client-`. */
  event: Scalars['String']['output'];
  /** Whose client sent it, on presence channels. */
  userId?: Maybe<Scalars['ID']['output']>;
};

/** What Pusher knows of a channel. It is asked only for what is selected. */
export type ChannelState = {
  /** Null where it is no cache channel, or has no last event any more. */
  cache?: Maybe<ChannelCache>;
  /** With its prefix. */
  name: Scalars['String']['output'];
  /** Whether somebody is on it. */
  occupied: Scalars['Boolean']['output'];
  /** Hosted Pusher counts them only where that is switched on. */
  subscriptionCount?: Maybe<Scalars['Int']['output']>;
  /** Null where it is no presence channel. */
  userCount?: Maybe<Scalars['Int']['output']>;
};

export type ConsoleChannel = {
  /** When its registration ends unless it is renewed, in ms since 1970. Null where there is none. */
  expiresAt?: Maybe<Scalars['Float']['output']>;
  kind: ConsoleChannelKind;
  /** With its prefix. */
  name: Scalars['String']['output'];
  /** Ids of the operations whose results it carries. */
  operations: Array<Scalars['ID']['output']>;
  /** Connections on it. Null where Pusher does not count them. */
  subscribers?: Maybe<Scalars['Int']['output']>;
};

/** What a channel is for. */
export type ConsoleChannelKind =
  /** Somebody who reads server-sent events. On no channel of Pusher. */
  | 'EVENT_STREAM'
  /** Results of one operation, for our own client. */
  | 'OPERATION'
  /** Nothing of ours. */
  | 'OTHER'
  /** Results of one subscription of another server's client. */
  | 'PEER'
  /** Events of topics, for any Pusher SDK. */
  | 'TOPIC';

export type ConsoleDeadLetter = {
  /** In ms since 1970. */
  at: Scalars['Float']['output'];
  id: Scalars['ID']['output'];
  reason: Scalars['String']['output'];
  topic: Scalars['String']['output'];
};

export type ConsoleEventField = {
  name: Scalars['String']['output'];
  /** `[ID!]!` */
  type: Scalars['String']['output'];
};

/** An object type or an enum to which the types of events refer. */
export type ConsoleEventType = {
  /** The fields without their own resolver, which an event must contain. Null for an enum. */
  fields?: Maybe<Array<ConsoleEventField>>;
  /** True if the type also has fields with their own resolvers. An event may then have other properties. */
  isOpen: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  /** Null for an object type. */
  values?: Maybe<Array<Scalars['String']['output']>>;
};

/** A subscription field, and what names its topics. */
export type ConsoleField = {
  arguments: Array<Scalars['String']['output']>;
  claims: Array<Scalars['String']['output']>;
  /** The type of its events: `Message!`. Null if the field has its own `resolve`, which may accept any event. */
  eventType?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  /** Of `@channel`. */
  template: Scalars['String']['output'];
};

/** What a gateway has done since it last said so. */
export type ConsoleFrame = {
  /** When it ends, in ms since 1970. */
  at: Scalars['Float']['output'];
  /** Whether there may be other channels, operations or topics now. */
  changed: Scalars['Boolean']['output'];
  /** Connections to Pusher. Null where nobody counts them. */
  connections?: Maybe<Scalars['Int']['output']>;
  /** Messages that reached connections. Null where nobody counts them. */
  deliveries?: Maybe<Scalars['Int']['output']>;
  /** Events that were stored. */
  events: Scalars['Int']['output'];
  executions: Scalars['Int']['output'];
  instance: Scalars['ID']['output'];
  /** Ms from when an event was stored until Pusher had it: every event, or a fair choice of many. In rising order. */
  latencies: Array<Scalars['Float']['output']>;
  /** Of what has happened, the latest. */
  log: Array<ConsoleLogEntry>;
  /** Messages that Pusher took: one for each channel. */
  messages: Scalars['Int']['output'];
  /** For how long it goes back. */
  milliseconds: Scalars['Float']['output'];
  /** How much has happened beyond what is in `log`. */
  omitted: Scalars['Int']['output'];
  /** Operations that were executed. */
  operations: Array<ConsoleOperationActivity>;
};

/** Something that has happened. It comes again, under its id, when more is known of it. */
export type ConsoleLogEntry = {
  /** In ms since 1970. */
  at: Scalars['Float']['output'];
  field?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  kind: ConsoleLogKind;
  /** Of events that were sent: ms from when it was stored. */
  milliseconds?: Maybe<Scalars['Float']['output']>;
  /** Of events: how many operations have a result. */
  results?: Maybe<Scalars['Int']['output']>;
  /** The event as JSON, or what is to be said. At most 2,000 characters. */
  text: Scalars['String']['output'];
  topic?: Maybe<Scalars['String']['output']>;
};

export type ConsoleLogKind =
  /** An event is stored, and waits. */
  | 'ACCEPTED'
  /** A subscription was refused. */
  | 'DENIED'
  /** Something went wrong that no caller hears of. */
  | 'ERROR'
  /** Somebody came back and was told that results are lost. */
  | 'GAP'
  /** Somebody came back and received what was missed. */
  | 'RECOVERED'
  /** Pusher refused an event for good. */
  | 'REFUSED'
  /** A request to Pusher failed, and is tried again. */
  | 'RETRY'
  /** Pusher has an event. */
  | 'SENT'
  /** A channel was registered for an operation. */
  | 'SUBSCRIBED';

/** A subscription document with its variables, as all run it who share it. */
export type ConsoleOperation = {
  channels: Scalars['Int']['output'];
  /** The claims that its subscribers agree on. */
  claims: Scalars['PusherJSON']['output'];
  document: Scalars['String']['output'];
  /** By the gateway that answers, since it started. */
  executions: Scalars['Int']['output'];
  field: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  lastAt?: Maybe<Scalars['Float']['output']>;
  /** Its last result there, and when it came, in ms since 1970. */
  lastResult?: Maybe<Scalars['String']['output']>;
  /** Connections on its channels. Null where Pusher does not count them. */
  subscribers?: Maybe<Scalars['Int']['output']>;
  topic: Scalars['String']['output'];
  variables: Scalars['PusherJSON']['output'];
};

/** An operation was executed. */
export type ConsoleOperationActivity = {
  /** How often. */
  executions: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  lastAt: Scalars['Float']['output'];
  /** The last result, as JSON. At most 2,000 characters. */
  lastResult?: Maybe<Scalars['String']['output']>;
};

/** How things stand, as one gateway sees it. */
export type ConsoleOverview = {
  /** When it answered, in ms since 1970. */
  at: Scalars['Float']['output'];
  /** Those that somebody is on, and those that are registered. */
  channels: Array<ConsoleChannel>;
  /** Whether Pusher counts the subscribers of each channel. */
  countsSubscribers: Scalars['Boolean']['output'];
  /** Events that Pusher refused for good, newest first. */
  deadLetters: Array<ConsoleDeadLetter>;
  /** The object types and enums to which the types of events refer. */
  eventTypes: Array<ConsoleEventType>;
  /** What can be published on. */
  fields: Array<ConsoleField>;
  /** The gateway that answers; a new one each time that it starts. */
  instance: Scalars['ID']['output'];
  /** How many channels, operations and topics there are beyond those listed. */
  omitted: Scalars['Int']['output'];
  operations: Array<ConsoleOperation>;
  /** The Channels server in the gateway's process. Null where Pusher is elsewhere. */
  server?: Maybe<ConsoleServer>;
  /** Those that somebody subscribes to, and those with events that wait. */
  topics: Array<ConsoleTopic>;
};

/** A Channels server in the gateway's process. */
export type ConsoleServer = {
  channels: Scalars['Int']['output'];
  connections: Scalars['Int']['output'];
  users: Scalars['Int']['output'];
};

export type ConsoleTopic = {
  /** Events that wait in its mailbox. */
  depth: Scalars['Int']['output'];
  field: Scalars['String']['output'];
  /** The field, a colon, and the filled channel template. */
  key: Scalars['String']['output'];
  operations: Scalars['Int']['output'];
  /** Since when its mailbox has not been empty, in ms since 1970. */
  waitingSince?: Maybe<Scalars['Float']['output']>;
};

export type Mutation = {
  /**
   * Lets a Pusher connection sign in as the viewer, as `POST /pusher/user-auth` does: for pusher-js's
   * `userAuthentication: { customHandler }`.
   */
  authenticateUser: UserAuth;
  /**
   * Lets a Pusher connection join a channel, as `POST /pusher/auth` does: for pusher-js's
   * `channelAuthorization: { customHandler }`. `FORBIDDEN` when the viewer may not join it.
   */
  authorizeChannel: ChannelAuth;
  /**
   * Publishes an event on the topic of a subscription field, for backends that do not share the gateway's process.
   * `rules.publish` decides who may.
   */
  publish: PublishResult;
  /**
   * Ends every subscription to a topic; whoever is still allowed subscribes anew by itself. True when it is done.
   * `rules.revoke` decides who may.
   */
  revoke: Scalars['Boolean']['output'];
  /**
   * Sends an event to every connection that is signed in as a user. True when Pusher has taken it.
   * `rules.sendToUser` decides who may send what.
   */
  sendToUser: Scalars['Boolean']['output'];
  /**
   * Closes every connection that is signed in as a user. True when Pusher has taken it; a user without a connection is
   * no error. `rules.terminateUserConnections` decides who may.
   */
  terminateUserConnections: Scalars['Boolean']['output'];
  /**
   * Sends an event to channels. `rules.trigger` decides who may send what. Channels that carry what the gateway itself
   * sends are closed to it: for them there is `publish`.
   */
  trigger: TriggerResult;
  /** Sends from 1 to 10 events in one request: all, or none when one of them may not be sent. As `trigger`. */
  triggerBatch: TriggerResult;
};


export type MutationAuthenticateUserArgs = {
  socketId: Scalars['String']['input'];
};


export type MutationAuthorizeChannelArgs = {
  channelName: Scalars['String']['input'];
  socketId: Scalars['String']['input'];
};


export type MutationPublishArgs = {
  args?: InputMaybe<Scalars['PusherJSON']['input']>;
  event?: InputMaybe<Scalars['PusherJSON']['input']>;
  field: Scalars['String']['input'];
};


export type MutationRevokeArgs = {
  args?: InputMaybe<Scalars['PusherJSON']['input']>;
  field: Scalars['String']['input'];
};


export type MutationSendToUserArgs = {
  data: Scalars['PusherJSON']['input'];
  event: Scalars['String']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationTerminateUserConnectionsArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationTriggerArgs = {
  channels: Array<Scalars['String']['input']>;
  data: Scalars['PusherJSON']['input'];
  event: Scalars['String']['input'];
  info?: InputMaybe<Array<ChannelAttribute>>;
  socketId?: InputMaybe<Scalars['String']['input']>;
};


export type MutationTriggerBatchArgs = {
  events: Array<TriggerEventInput>;
};

/** Which way a member went. Only a user's first connection and last one count. */
export type PresenceChange =
  | 'JOINED'
  | 'LEFT';

/** Somebody came to a presence channel, or left it. */
export type PresenceEvent = {
  change: PresenceChange;
  /** The full name of the channel. */
  channel: Scalars['String']['output'];
  /** Who it was. */
  userId: Scalars['ID']['output'];
};

/** What became of a published event. */
export type PublishResult = {
  /** The event's id. */
  id: Scalars['ID']['output'];
  /** Why Pusher refused it. */
  reason?: Maybe<Scalars['String']['output']>;
  status: PublishStatus;
};

/** What became of a published event. */
export type PublishStatus =
  /** It is stored, and will be sent. */
  | 'ACCEPTED'
  /** Pusher said no for good. It is among the dead letters. */
  | 'REFUSED'
  /** Pusher has it. */
  | 'SENT';

/** How a client reaches Pusher: what `new Pusher(key, options)` takes. */
export type PusherConnection = {
  /** The cluster of hosted Pusher: `eu`. Where there is none, `host` is. */
  cluster?: Maybe<Scalars['String']['output']>;
  /** The host of a Channels server that is not hosted Pusher: pusher-js's `wsHost`. */
  host?: Maybe<Scalars['String']['output']>;
  /** The app's key. It is no secret. */
  key: Scalars['String']['output'];
  /** What precedes `/app` in the path, such as `/ws`: pusher-js's `wsPath` and `httpPath`. */
  path?: Maybe<Scalars['String']['output']>;
  /** The port of `host`: pusher-js's `wsPort` or `wssPort`. */
  port?: Maybe<Scalars['Int']['output']>;
  /** Whether the connection is encrypted: pusher-js's `forceTLS`. */
  useTLS: Scalars['Boolean']['output'];
};

export type Query = {
  /** One channel, whether somebody is on it or not. `rules.inspect` decides who may ask. */
  channel: ChannelState;
  /** Channels that somebody is on. `rules.inspect` decides who may ask. */
  channels: Array<ChannelCounts>;
  /** How things stand, for the page at `/console`. There only with `rules.console`, which decides who may ask. */
  consoleOverview: ConsoleOverview;
  /** Ids of those who are on a presence channel. `rules.inspect` decides who may ask. */
  presenceMembers: Array<Scalars['ID']['output']>;
  /** How a client reaches Pusher. Anybody may ask. */
  pusher: PusherConnection;
};


export type QueryChannelArgs = {
  name: Scalars['String']['input'];
};


export type QueryChannelsArgs = {
  filterByPrefix?: InputMaybe<Scalars['String']['input']>;
  info?: InputMaybe<Array<ChannelAttribute>>;
};


export type QueryPresenceMembersArgs = {
  channel: Scalars['String']['input'];
};

export type Subscription = {
  /**
   * What passes on a channel: events that `trigger` and `triggerBatch` send, and events of clients, as Pusher's webhooks
   * tell them. Whoever may join the channel may listen. An encrypted channel has to be joined to be heard.
   */
  channelEvents: ChannelEvent;
  /**
   * What each gateway has done since it last said so, about once a second while somebody watches: what moves on the page
   * at `/console`. There only with `rules.console`, which decides who may watch. What it causes itself is not in it.
   */
  console: ConsoleFrame;
  /**
   * Who joins and who leaves a presence channel, as Pusher's webhooks tell it. `rules.inspect` decides who may watch.
   * Who is there already: `presenceMembers`, asked when this has begun.
   */
  presence: PresenceEvent;
};


export type SubscriptionChannelEventsArgs = {
  channel: Scalars['String']['input'];
  events?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type SubscriptionPresenceArgs = {
  channel: Scalars['String']['input'];
};

/** One event of `triggerBatch`. */
export type TriggerEventInput = {
  /** The full name. */
  channel: Scalars['String']['input'];
  /** At most 10 kB as JSON. */
  data: Scalars['PusherJSON']['input'];
  /** As in `trigger`. */
  event: Scalars['String']['input'];
  /** As in `trigger`. */
  info?: InputMaybe<Array<ChannelAttribute>>;
  /** A connection that does not receive it. */
  socketId?: InputMaybe<Scalars['String']['input']>;
};

/** Pusher has taken all of it. */
export type TriggerResult = {
  /** Each channel, in the order of the request. */
  channels: Array<ChannelCounts>;
};

/** What a Pusher connection shows to sign in. Good for one connection. */
export type UserAuth = {
  /** The signature, with the app's key before it. */
  auth: Scalars['String']['output'];
  /** Who signs in, as JSON text, exactly as it was signed. */
  userData: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ChannelAccess: ChannelAccess;
  ChannelAttribute: ChannelAttribute;
  ChannelAuth: ResolverTypeWrapper<ChannelAuth>;
  ChannelCache: ResolverTypeWrapper<ChannelCache>;
  ChannelCounts: ResolverTypeWrapper<ChannelCounts>;
  ChannelEvent: ResolverTypeWrapper<ChannelEvent>;
  ChannelState: ResolverTypeWrapper<ChannelState>;
  ConsoleChannel: ResolverTypeWrapper<ConsoleChannel>;
  ConsoleChannelKind: ConsoleChannelKind;
  ConsoleDeadLetter: ResolverTypeWrapper<ConsoleDeadLetter>;
  ConsoleEventField: ResolverTypeWrapper<ConsoleEventField>;
  ConsoleEventType: ResolverTypeWrapper<ConsoleEventType>;
  ConsoleField: ResolverTypeWrapper<ConsoleField>;
  ConsoleFrame: ResolverTypeWrapper<ConsoleFrame>;
  ConsoleLogEntry: ResolverTypeWrapper<ConsoleLogEntry>;
  ConsoleLogKind: ConsoleLogKind;
  ConsoleOperation: ResolverTypeWrapper<ConsoleOperation>;
  ConsoleOperationActivity: ResolverTypeWrapper<ConsoleOperationActivity>;
  ConsoleOverview: ResolverTypeWrapper<ConsoleOverview>;
  ConsoleServer: ResolverTypeWrapper<ConsoleServer>;
  ConsoleTopic: ResolverTypeWrapper<ConsoleTopic>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PresenceChange: PresenceChange;
  PresenceEvent: ResolverTypeWrapper<PresenceEvent>;
  PublishResult: ResolverTypeWrapper<PublishResult>;
  PublishStatus: PublishStatus;
  PusherConnection: ResolverTypeWrapper<PusherConnection>;
  PusherJSON: ResolverTypeWrapper<Scalars['PusherJSON']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TriggerEventInput: TriggerEventInput;
  TriggerResult: ResolverTypeWrapper<TriggerResult>;
  UserAuth: ResolverTypeWrapper<UserAuth>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  ChannelAuth: ChannelAuth;
  ChannelCache: ChannelCache;
  ChannelCounts: ChannelCounts;
  ChannelEvent: ChannelEvent;
  ChannelState: ChannelState;
  ConsoleChannel: ConsoleChannel;
  ConsoleDeadLetter: ConsoleDeadLetter;
  ConsoleEventField: ConsoleEventField;
  ConsoleEventType: ConsoleEventType;
  ConsoleField: ConsoleField;
  ConsoleFrame: ConsoleFrame;
  ConsoleLogEntry: ConsoleLogEntry;
  ConsoleOperation: ConsoleOperation;
  ConsoleOperationActivity: ConsoleOperationActivity;
  ConsoleOverview: ConsoleOverview;
  ConsoleServer: ConsoleServer;
  ConsoleTopic: ConsoleTopic;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  PresenceEvent: PresenceEvent;
  PublishResult: PublishResult;
  PusherConnection: PusherConnection;
  PusherJSON: Scalars['PusherJSON']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TriggerEventInput: TriggerEventInput;
  TriggerResult: TriggerResult;
  UserAuth: UserAuth;
};

export type ChannelDirectiveArgs = {
  access?: ChannelAccess;
  name: Scalars['String']['input'];
  per?: Array<Scalars['String']['input']>;
};

export type ChannelDirectiveResolver<Result, Parent, ContextType = BuiltinContext, Args = ChannelDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ChannelAuthResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ChannelAuth'] = ResolversParentTypes['ChannelAuth']> = {
  auth?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelData?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sharedSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ChannelCacheResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ChannelCache'] = ResolversParentTypes['ChannelCache']> = {
  data?: Resolver<ResolversTypes['PusherJSON'], ParentType, ContextType>;
  ttl?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChannelCountsResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ChannelCounts'] = ResolversParentTypes['ChannelCounts']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subscriptionCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ChannelEventResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ChannelEvent'] = ResolversParentTypes['ChannelEvent']> = {
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['PusherJSON']>, ParentType, ContextType>;
  event?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  userId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ChannelStateResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ChannelState'] = ResolversParentTypes['ChannelState']> = {
  cache?: Resolver<Maybe<ResolversTypes['ChannelCache']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  occupied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  subscriptionCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ConsoleChannelResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleChannel'] = ResolversParentTypes['ConsoleChannel']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ConsoleChannelKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operations?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  subscribers?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ConsoleDeadLetterResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleDeadLetter'] = ResolversParentTypes['ConsoleDeadLetter']> = {
  at?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  topic?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConsoleEventFieldResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleEventField'] = ResolversParentTypes['ConsoleEventField']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConsoleEventTypeResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleEventType'] = ResolversParentTypes['ConsoleEventType']> = {
  fields?: Resolver<Maybe<Array<ResolversTypes['ConsoleEventField']>>, ParentType, ContextType>;
  isOpen?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type ConsoleFieldResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleField'] = ResolversParentTypes['ConsoleField']> = {
  arguments?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  claims?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  eventType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  template?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConsoleFrameResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleFrame'] = ResolversParentTypes['ConsoleFrame']> = {
  at?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  connections?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  deliveries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  executions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  instance?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latencies?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  log?: Resolver<Array<ResolversTypes['ConsoleLogEntry']>, ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  omitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  operations?: Resolver<Array<ResolversTypes['ConsoleOperationActivity']>, ParentType, ContextType>;
};

export type ConsoleLogEntryResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleLogEntry'] = ResolversParentTypes['ConsoleLogEntry']> = {
  at?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ConsoleLogKind'], ParentType, ContextType>;
  milliseconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  results?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  topic?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ConsoleOperationResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleOperation'] = ResolversParentTypes['ConsoleOperation']> = {
  channels?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  claims?: Resolver<ResolversTypes['PusherJSON'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  executions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastAt?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastResult?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subscribers?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  topic?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variables?: Resolver<ResolversTypes['PusherJSON'], ParentType, ContextType>;
};

export type ConsoleOperationActivityResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleOperationActivity'] = ResolversParentTypes['ConsoleOperationActivity']> = {
  executions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  lastResult?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ConsoleOverviewResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleOverview'] = ResolversParentTypes['ConsoleOverview']> = {
  at?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['ConsoleChannel']>, ParentType, ContextType>;
  countsSubscribers?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  deadLetters?: Resolver<Array<ResolversTypes['ConsoleDeadLetter']>, ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['ConsoleEventType']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['ConsoleField']>, ParentType, ContextType>;
  instance?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  omitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  operations?: Resolver<Array<ResolversTypes['ConsoleOperation']>, ParentType, ContextType>;
  server?: Resolver<Maybe<ResolversTypes['ConsoleServer']>, ParentType, ContextType>;
  topics?: Resolver<Array<ResolversTypes['ConsoleTopic']>, ParentType, ContextType>;
};

export type ConsoleServerResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleServer'] = ResolversParentTypes['ConsoleServer']> = {
  channels?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  connections?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConsoleTopicResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['ConsoleTopic'] = ResolversParentTypes['ConsoleTopic']> = {
  depth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitingSince?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  authenticateUser?: Resolver<ResolversTypes['UserAuth'], ParentType, ContextType, RequireFields<MutationAuthenticateUserArgs, 'socketId'>>;
  authorizeChannel?: Resolver<ResolversTypes['ChannelAuth'], ParentType, ContextType, RequireFields<MutationAuthorizeChannelArgs, 'channelName' | 'socketId'>>;
  publish?: Resolver<ResolversTypes['PublishResult'], ParentType, ContextType, RequireFields<MutationPublishArgs, 'field'>>;
  revoke?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeArgs, 'field'>>;
  sendToUser?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendToUserArgs, 'data' | 'event' | 'userId'>>;
  terminateUserConnections?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationTerminateUserConnectionsArgs, 'userId'>>;
  trigger?: Resolver<ResolversTypes['TriggerResult'], ParentType, ContextType, RequireFields<MutationTriggerArgs, 'channels' | 'data' | 'event'>>;
  triggerBatch?: Resolver<ResolversTypes['TriggerResult'], ParentType, ContextType, RequireFields<MutationTriggerBatchArgs, 'events'>>;
};

export type PresenceEventResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['PresenceEvent'] = ResolversParentTypes['PresenceEvent']> = {
  change?: Resolver<ResolversTypes['PresenceChange'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PublishResultResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['PublishResult'] = ResolversParentTypes['PublishResult']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PublishStatus'], ParentType, ContextType>;
};

export type PusherConnectionResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['PusherConnection'] = ResolversParentTypes['PusherConnection']> = {
  cluster?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  useTLS?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface PusherJsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['PusherJSON'], any> {
  name: 'PusherJSON';
}

export type QueryResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  channel?: Resolver<ResolversTypes['ChannelState'], ParentType, ContextType, RequireFields<QueryChannelArgs, 'name'>>;
  channels?: Resolver<Array<ResolversTypes['ChannelCounts']>, ParentType, ContextType, Partial<QueryChannelsArgs>>;
  consoleOverview?: Resolver<ResolversTypes['ConsoleOverview'], ParentType, ContextType>;
  presenceMembers?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<QueryPresenceMembersArgs, 'channel'>>;
  pusher?: Resolver<ResolversTypes['PusherConnection'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  channelEvents?: SubscriptionResolver<ResolversTypes['ChannelEvent'], "channelEvents", ParentType, ContextType, RequireFields<SubscriptionChannelEventsArgs, 'channel'>>;
  console?: SubscriptionResolver<ResolversTypes['ConsoleFrame'], "console", ParentType, ContextType>;
  presence?: SubscriptionResolver<ResolversTypes['PresenceEvent'], "presence", ParentType, ContextType, RequireFields<SubscriptionPresenceArgs, 'channel'>>;
};

export type TriggerResultResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['TriggerResult'] = ResolversParentTypes['TriggerResult']> = {
  channels?: Resolver<Array<ResolversTypes['ChannelCounts']>, ParentType, ContextType>;
};

export type UserAuthResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['UserAuth'] = ResolversParentTypes['UserAuth']> = {
  auth?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  userData?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = BuiltinContext> = {
  ChannelAuth?: ChannelAuthResolvers<ContextType>;
  ChannelCache?: ChannelCacheResolvers<ContextType>;
  ChannelCounts?: ChannelCountsResolvers<ContextType>;
  ChannelEvent?: ChannelEventResolvers<ContextType>;
  ChannelState?: ChannelStateResolvers<ContextType>;
  ConsoleChannel?: ConsoleChannelResolvers<ContextType>;
  ConsoleDeadLetter?: ConsoleDeadLetterResolvers<ContextType>;
  ConsoleEventField?: ConsoleEventFieldResolvers<ContextType>;
  ConsoleEventType?: ConsoleEventTypeResolvers<ContextType>;
  ConsoleField?: ConsoleFieldResolvers<ContextType>;
  ConsoleFrame?: ConsoleFrameResolvers<ContextType>;
  ConsoleLogEntry?: ConsoleLogEntryResolvers<ContextType>;
  ConsoleOperation?: ConsoleOperationResolvers<ContextType>;
  ConsoleOperationActivity?: ConsoleOperationActivityResolvers<ContextType>;
  ConsoleOverview?: ConsoleOverviewResolvers<ContextType>;
  ConsoleServer?: ConsoleServerResolvers<ContextType>;
  ConsoleTopic?: ConsoleTopicResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PresenceEvent?: PresenceEventResolvers<ContextType>;
  PublishResult?: PublishResultResolvers<ContextType>;
  PusherConnection?: PusherConnectionResolvers<ContextType>;
  PusherJSON?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TriggerResult?: TriggerResultResolvers<ContextType>;
  UserAuth?: UserAuthResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = BuiltinContext> = {
  channel?: ChannelDirectiveResolver<any, any, ContextType>;
};
