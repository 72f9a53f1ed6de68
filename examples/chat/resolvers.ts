import { GatewayError, type TopicResolvers } from 'graphql-pusher';
import type { ChatContext } from './context.ts';
import type { Resolvers } from './generated/resolvers.ts';
import type { Topics } from './generated/topics.ts';
import { mayEnter } from './membership.ts';
import type { User } from './model.ts';
import { tokenFor, userNamed } from './session.ts';
import type { ChatStore } from './store.ts';

const maxTextLength = 2_000;

/** Creates the chat's resolvers. `jwtSecret` is called when a user signs in. */
export function createChatResolvers(store: ChatStore, jwtSecret: () => string) {
  const Subscription: TopicResolvers<Topics> = {
    messageAdded: {
      authorize: ({ roomId }, viewer) => store.room(roomId) !== undefined && mayEnter(roomId, viewer?.id),
    },
  };

  const resolvers: Resolvers<ChatContext> = {
    Query: {
      me: (_root, _args, context) => callerOf(context) ?? null,
      rooms: (_root, _args, { viewer }) => store.rooms().filter(({ id }) => mayEnter(id, viewer?.id)),
      room: (_root, { id }, context) => enter(id, context) ?? null,
    },
    Mutation: {
      async signIn(_root, { name }) {
        const user = store.saveUser(userNamed(name));
        return { token: await tokenFor(user, jwtSecret()), user };
      },
      async sendMessage(_root, { roomId, text }, context) {
        const author = callerOf(context);
        const room = author && enter(roomId, context);
        if (!author) throw new GatewayError('UNAUTHENTICATED', 'Sign in to send messages.');
        if (!room) throw new GatewayError('BAD_USER_INPUT', `Room "${roomId}" does not exist.`);
        if (text.trim() === '' || text.length > maxTextLength) {
          throw new GatewayError('BAD_USER_INPUT', `A message must have 1 to ${maxTextLength} characters.`);
        }
        const message = store.addMessage({ roomId, authorId: author.id, text });
        await context.publish('messageAdded', { roomId }, message);
        return message;
      },
    },
    Room: {
      messages: ({ id }, { last }) => store.messages(id, last ?? 50),
    },
    Message: {
      room: ({ roomId }) => store.room(roomId) ?? { id: roomId, name: roomId },
      author: ({ authorId }) => store.user(authorId),
    },
  };

  /** Returns the room; `undefined` if it does not exist. Throws if the caller may not enter it. */
  function enter(roomId: string, { viewer }: ChatContext) {
    if (!viewer) throw new GatewayError('UNAUTHENTICATED', 'Sign in to enter a room.');
    const room = store.room(roomId);
    if (room && !mayEnter(roomId, viewer.id))
      throw new GatewayError('FORBIDDEN', `Only members may enter "${roomId}".`);
    return room;
  }

  function callerOf({ viewer }: ChatContext): User | undefined {
    if (viewer?.id === undefined) return undefined;
    // The store may not have the name, but the token does.
    const { name } = viewer.claims;
    return store.saveUser({ id: viewer.id, name: typeof name === 'string' ? name : viewer.id });
  }

  return { ...resolvers, Subscription };
}
