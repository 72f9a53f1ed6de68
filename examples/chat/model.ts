/** The data model of the store and the resolvers. References are ids, so that events are small. */

export interface Room {
  id: string;
  name: string;
}

/** Also the event of `messageAdded`. */
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
