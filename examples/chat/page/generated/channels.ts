import { type TopicChannel, topicChannel } from 'graphql-pusher/client';

/** What the name of {@link Channels.messageAdded} is made of. */
export type MessageAddedArgs = {
  /** The room to listen in; the caller must be allowed to enter it. */
  roomId: string;
};

/**
 * What somebody said in a room.
 *
 * What {@link Channels.messageAdded} carries: the leaf fields of `Message!`.
 */
export type MessageAddedPayload = {
  id: string;
  sentAt: string;
  text: string;
};

/** The topic channel of each subscription field that has one. */
export interface Channels {
  /**
   * A message was sent to the room.
   *
   * On `private-room-{roomId}`.
   */
  readonly messageAdded: TopicChannel<MessageAddedArgs, MessageAddedPayload> & {
    readonly event: 'messageAdded';
    readonly access: 'PRIVATE';
  };
}

export const channels: Channels = {
  messageAdded: /* #__PURE__ */ topicChannel<MessageAddedArgs, MessageAddedPayload>({ event: 'messageAdded', access: 'PRIVATE', template: 'room-{roomId}' }) as Channels['messageAdded'],
};
