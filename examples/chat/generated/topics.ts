import type { ResolversParentTypes } from './resolvers.ts';

/** Arguments and event of each subscription field, for `publish(field, args, event)`. */
export type Topics = {
  /** A message was sent to the room. */
  messageAdded: {
    args: {
      /** The id of a room that the caller may enter. */
      roomId: string;
    };
    event: ResolversParentTypes['Message'];
  };
};
