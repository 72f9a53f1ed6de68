import type { IResolvers } from '@graphql-tools/utils';
import { z } from 'zod';
import type { Engine, Transport, Viewer } from '../core/index.ts';
import { parseInput, socketIdInput } from './input.ts';

const authorizeChannelInput = z.object({ socketId: socketIdInput, channelName: z.string().min(1).max(200) });

/** The resolvers of `schema/pusher.graphql`. */
export function createBuiltinResolvers(engine: () => Engine, transport: Transport): IResolvers {
  return {
    Query: {
      pusher: () => transport.connection,
    },
    Mutation: {
      authorizeChannel: (_root: unknown, args: unknown, { viewer }: { viewer: Viewer | undefined }) => {
        const { socketId, channelName } = parseInput(authorizeChannelInput, args);
        return engine().authorizeChannel({ socketId, channel: channelName, viewer });
      },
    },
  };
}
