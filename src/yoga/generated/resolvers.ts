import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { BuiltinContext } from '../builtins/builtin-context.ts';
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
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  useTLS?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface PusherJsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['PusherJSON'], any> {
  name: 'PusherJSON';
}

export type QueryResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  channel?: Resolver<ResolversTypes['ChannelState'], ParentType, ContextType, RequireFields<QueryChannelArgs, 'name'>>;
  channels?: Resolver<Array<ResolversTypes['ChannelCounts']>, ParentType, ContextType, Partial<QueryChannelsArgs>>;
  presenceMembers?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<QueryPresenceMembersArgs, 'channel'>>;
  pusher?: Resolver<ResolversTypes['PusherConnection'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = BuiltinContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  channelEvents?: SubscriptionResolver<ResolversTypes['ChannelEvent'], "channelEvents", ParentType, ContextType, RequireFields<SubscriptionChannelEventsArgs, 'channel'>>;
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
