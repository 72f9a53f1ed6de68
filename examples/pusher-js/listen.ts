/** Plain events of a topic channel with pusher-js, typed by the code that codegen generates from the chat's schema. */
import { bind, type PusherInstance } from 'graphql-pusher/client';
import { channels } from '../chat/page/generated/channels.ts';

/** Returns a function that unsubscribes. */
export function listen(pusher: PusherInstance, show: (text: string) => void): () => void {
  // #region bind
  const leave = bind(pusher, channels.messageAdded, { roomId: 'dogs' }, (message) => show(message.text));
  // #endregion bind
  return leave;
}
