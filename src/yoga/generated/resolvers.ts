import type { GraphQLResolveInfo } from 'graphql';
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
};

/** What a Pusher connection shows to join a channel. Good for one connection and one channel. */
export type ChannelAuth = {
  __typename?: 'ChannelAuth';
  /** The signature, with the app's key before it. */
  auth: Scalars['String']['output'];
  /** Presence channels: who joins, as JSON text, exactly as it was signed. */
  channelData?: Maybe<Scalars['String']['output']>;
  /** Encrypted channels: the key to the channel's messages, in base64. */
  sharedSecret?: Maybe<Scalars['String']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Lets a Pusher connection join a channel, as `POST /pusher/auth` does: for pusher-js's
   * `channelAuthorization: { customHandler }`. `FORBIDDEN` when the viewer may not join it.
   */
  authorizeChannel: ChannelAuth;
};


export type MutationAuthorizeChannelArgs = {
  channelName: Scalars['String']['input'];
  socketId: Scalars['String']['input'];
};

/** How a client reaches Pusher: what `new Pusher(key, options)` takes. */
export type PusherConnection = {
  __typename?: 'PusherConnection';
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
  __typename?: 'Query';
  /** How a client reaches Pusher. Anybody may ask. */
  pusher: PusherConnection;
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
  ChannelAuth: ResolverTypeWrapper<ChannelAuth>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PusherConnection: ResolverTypeWrapper<PusherConnection>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  ChannelAuth: ChannelAuth;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  PusherConnection: PusherConnection;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
};

export type ChannelAuthResolvers<ContextType = any, ParentType extends ResolversParentTypes['ChannelAuth'] = ResolversParentTypes['ChannelAuth']> = {
  auth?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelData?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sharedSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  authorizeChannel?: Resolver<ResolversTypes['ChannelAuth'], ParentType, ContextType, RequireFields<MutationAuthorizeChannelArgs, 'channelName' | 'socketId'>>;
};

export type PusherConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['PusherConnection'] = ResolversParentTypes['PusherConnection']> = {
  cluster?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  useTLS?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  pusher?: Resolver<ResolversTypes['PusherConnection'], ParentType, ContextType>;
};

export type Resolvers<ContextType = any> = {
  ChannelAuth?: ChannelAuthResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PusherConnection?: PusherConnectionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
};

