import { type TopicChannel, topicChannel } from 'graphql-pusher/client';

/** Arguments in the name of {@link Channels.messageAdded}. */
export type MessageAddedArgs = {
  /** The id of a room that the caller may enter. */
  roomId: string;
};

/**
 * A message in a room.
 *
 * Payload of {@link Channels.messageAdded}: the leaf fields of `Message!`.
 */
export type MessageAddedPayload = {
  id: string;
  sentAt: string;
  text: string;
};

/** The topic channels, by subscription field. */
export interface Channels {
  /**
   * A message was sent to the room.
   *
   * Channel: `private-room-{roomId}`.
   */
  readonly messageAdded: TopicChannel<MessageAddedArgs, MessageAddedPayload> & {
    readonly event: 'messageAdded';
    readonly access: 'PRIVATE';
  };
}

export const channels: Channels = {
  messageAdded: /* #__PURE__ */ topicChannel<MessageAddedArgs, MessageAddedPayload>({ event: 'messageAdded', access: 'PRIVATE', template: 'room-{roomId}' }) as Channels['messageAdded'],
};
