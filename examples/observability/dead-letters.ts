/** Prints the events that Pusher rejected. */
import type { Gateway } from 'graphql-pusher';

export async function printDeadLetters(gateway: Pick<Gateway, 'deadLetters'>): Promise<void> {
  // #region dead-letters
  for (const { topic, reason, at, id } of await gateway.deadLetters(100)) {
    console.log(new Date(at).toISOString(), topic, id, reason);
  }
  // #endregion dead-letters
}
