/** pusher-js without our client: plain events of a topic channel, typed by what codegen wrote of the chat's schema. */
import { bind, type PusherInstance } from 'graphql-pusher/client';
import { channels } from '../chat/page/generated/channels.ts';

/** Gives back how to leave. */
export function listen(pusher: PusherInstance, show: (text: string) => void): () => void {
  // #region bind
  const leave = bind(pusher, channels.messageAdded, { roomId: 'dogs' }, (message) => show(message.text));
  // #endregion bind
  return leave;
}
