/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment ShownMessage on Message {\n    id\n    text\n    sentAt\n    author {\n      id\n      name\n    }\n  }\n": typeof types.ShownMessageFragmentDoc,
    "\n  mutation SignIn($name: String!) {\n    signIn(name: $name) {\n      token\n    }\n  }\n": typeof types.SignInDocument,
    "\n  query Rooms {\n    me {\n      id\n      name\n    }\n    rooms {\n      id\n      name\n    }\n  }\n": typeof types.RoomsDocument,
    "\n  query RoomMessages($roomId: ID!) {\n    room(id: $roomId) {\n      messages(last: 50) {\n        ...ShownMessage\n      }\n    }\n  }\n": typeof types.RoomMessagesDocument,
    "\n  mutation SendMessage($roomId: ID!, $text: String!) {\n    sendMessage(roomId: $roomId, text: $text) {\n      ...ShownMessage\n    }\n  }\n": typeof types.SendMessageDocument,
    "\n  subscription MessageAdded($roomId: ID!) {\n    messageAdded(roomId: $roomId) {\n      ...ShownMessage\n    }\n  }\n": typeof types.MessageAddedDocument,
};
const documents: Documents = {
    "\n  fragment ShownMessage on Message {\n    id\n    text\n    sentAt\n    author {\n      id\n      name\n    }\n  }\n": types.ShownMessageFragmentDoc,
    "\n  mutation SignIn($name: String!) {\n    signIn(name: $name) {\n      token\n    }\n  }\n": types.SignInDocument,
    "\n  query Rooms {\n    me {\n      id\n      name\n    }\n    rooms {\n      id\n      name\n    }\n  }\n": types.RoomsDocument,
    "\n  query RoomMessages($roomId: ID!) {\n    room(id: $roomId) {\n      messages(last: 50) {\n        ...ShownMessage\n      }\n    }\n  }\n": types.RoomMessagesDocument,
    "\n  mutation SendMessage($roomId: ID!, $text: String!) {\n    sendMessage(roomId: $roomId, text: $text) {\n      ...ShownMessage\n    }\n  }\n": types.SendMessageDocument,
    "\n  subscription MessageAdded($roomId: ID!) {\n    messageAdded(roomId: $roomId) {\n      ...ShownMessage\n    }\n  }\n": types.MessageAddedDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ShownMessage on Message {\n    id\n    text\n    sentAt\n    author {\n      id\n      name\n    }\n  }\n"): typeof import('./graphql.ts').ShownMessageFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($name: String!) {\n    signIn(name: $name) {\n      token\n    }\n  }\n"): typeof import('./graphql.ts').SignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Rooms {\n    me {\n      id\n      name\n    }\n    rooms {\n      id\n      name\n    }\n  }\n"): typeof import('./graphql.ts').RoomsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RoomMessages($roomId: ID!) {\n    room(id: $roomId) {\n      messages(last: 50) {\n        ...ShownMessage\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RoomMessagesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendMessage($roomId: ID!, $text: String!) {\n    sendMessage(roomId: $roomId, text: $text) {\n      ...ShownMessage\n    }\n  }\n"): typeof import('./graphql.ts').SendMessageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription MessageAdded($roomId: ID!) {\n    messageAdded(roomId: $roomId) {\n      ...ShownMessage\n    }\n  }\n"): typeof import('./graphql.ts').MessageAddedDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
