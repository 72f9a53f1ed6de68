/** The schema and the event of all alternatives. */
export const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Subscription {
    messageAdded(roomId: ID!, variant: Int = 0): Message! @channel(name: "room-{roomId}")
  }
  type Message { id: ID!, roomId: ID!, sequence: Int!, text: String!, sentAt: String!, author: User! }
  type User { id: ID!, name: String! }
`;

/** The operation of all subscribers. Each variant is a distinct operation. */
export const subscription =
  'subscription ($roomId: ID!, $variant: Int) { messageAdded(roomId: $roomId, variant: $variant) ' +
  '{ id roomId sequence text sentAt author { id name } } }';

export const roomId = 'lobby';

export interface ChatMessage {
  readonly id: string;
  readonly roomId: string;
  /** Counts from 1. The load generator searches for it in the received bytes. */
  readonly sequence: number;
  readonly text: string;
  readonly sentAt: string;
  readonly author: { readonly id: string; readonly name: string };
}

export function messageNumber(sequence: number): ChatMessage {
  return {
    id: `message-${sequence}`,
    roomId,
    sequence,
    text: 'The quick brown fox jumps over the lazy dog, and the dog does not mind it at all.',
    sentAt: '2026-01-01T12:00:00.000Z',
    author: { id: 'user-7', name: 'Ada Lovelace' },
  };
}

/** Returns the result of {@link subscription} for a message. All alternatives send it. */
export function resultOf(message: ChatMessage): string {
  return JSON.stringify({ data: { messageAdded: message } });
}
