import type { ResolversParentTypes } from './resolvers.ts';

/** Arguments and event of each subscription field, for `publish(field, args, event)`. */
export type Topics = {
  /** A message was sent to the room. */
  messageAdded: {
    args: {
      /** The room to listen in; the caller must be allowed to enter it. */
      roomId: string;
    };
    event: ResolversParentTypes['Message'];
  };
};
