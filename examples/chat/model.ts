/** What the chat keeps, and what its resolvers are given: references are ids, so that an event is small. */

export interface Room {
  id: string;
  name: string;
}

/** Also the event that `messageAdded` is published with. */
export interface Message {
  id: string;
  roomId: string;
  authorId: string;
  text: string;
  /** ISO 8601, in UTC. */
  sentAt: string;
}

export interface User {
  id: string;
  name: string;
}
