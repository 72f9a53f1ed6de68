import type { GatewayContext } from 'graphql-pusher';
import type { Topics } from './generated/topics.ts';

/** The context of the chat's resolvers. */
export type ChatContext = GatewayContext<Topics>;
