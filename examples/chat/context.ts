import type { GatewayContext } from 'graphql-pusher';
import type { Topics } from './generated/topics.ts';

/** What every resolver of the chat finds. */
export type ChatContext = GatewayContext<Topics>;
