import { randomUUID } from 'node:crypto';
import type { Message, Room, User } from './model.ts';

/** The chat's own data, in memory: an example needs no more. */
export interface ChatStore {
  rooms(): Room[];
  room(id: string): Room | undefined;
  /** Remembers a user's name. */
  meet(user: User): User;
  /** One whom nobody has met yet is called by the id. */
  user(id: string): User;
  /** The last `count` messages of a room, oldest first. */
  messages(roomId: string, count: number): Message[];
  addMessage(message: Pick<Message, 'roomId' | 'authorId' | 'text'>): Message;
}

/** Messages kept a room. */
const maxMessages = 1_000;

export function createChatStore(): ChatStore {
  const rooms = new Map<string, Room>([
    ['dogs', { id: 'dogs', name: 'Dogs' }],
    ['secret-projectX', { id: 'secret-projectX', name: 'Project X' }],
  ]);
  const users = new Map<string, User>();
  const messages = new Map<string, Message[]>();

  return {
    rooms: () => [...rooms.values()],
    room: (id) => rooms.get(id),
    meet(user) {
      users.set(user.id, user);
      return user;
    },
    user: (id) => users.get(id) ?? { id, name: id },
    messages: (roomId, count) => (count > 0 ? (messages.get(roomId)?.slice(-count) ?? []) : []),
    addMessage(message) {
      const added = { ...message, id: randomUUID(), sentAt: new Date().toISOString() };
      messages.set(message.roomId, [...(messages.get(message.roomId) ?? []), added].slice(-maxMessages));
      return added;
    },
  };
}
