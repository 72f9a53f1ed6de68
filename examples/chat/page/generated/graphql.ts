/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ShownMessageFragment = { id: string, text: string, sentAt: string, author: { id: string, name: string } };

export type SignInMutationVariables = Exact<{
  name: string;
}>;


export type SignInMutation = { signIn: { token: string } };

export type RoomsQueryVariables = Exact<{ [key: string]: never; }>;


export type RoomsQuery = { me: { id: string, name: string } | null, rooms: Array<{ id: string, name: string }> };

export type RoomMessagesQueryVariables = Exact<{
  roomId: string | number;
}>;


export type RoomMessagesQuery = { room: { messages: Array<{ id: string, text: string, sentAt: string, author: { id: string, name: string } }> } | null };

export type SendMessageMutationVariables = Exact<{
  roomId: string | number;
  text: string;
}>;


export type SendMessageMutation = { sendMessage: { id: string, text: string, sentAt: string, author: { id: string, name: string } } };

export type MessageAddedSubscriptionVariables = Exact<{
  roomId: string | number;
}>;


export type MessageAddedSubscription = { messageAdded: { id: string, text: string, sentAt: string, author: { id: string, name: string } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ShownMessageFragmentDoc = new TypedDocumentString(`
    fragment ShownMessage on Message {
  id
  text
  sentAt
  author {
    id
    name
  }
}
    `, {"fragmentName":"ShownMessage"}) as unknown as TypedDocumentString<ShownMessageFragment, unknown>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($name: String!) {
  signIn(name: $name) {
    token
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const RoomsDocument = new TypedDocumentString(`
    query Rooms {
  me {
    id
    name
  }
  rooms {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<RoomsQuery, RoomsQueryVariables>;
export const RoomMessagesDocument = new TypedDocumentString(`
    query RoomMessages($roomId: ID!) {
  room(id: $roomId) {
    messages(last: 50) {
      ...ShownMessage
    }
  }
}
    fragment ShownMessage on Message {
  id
  text
  sentAt
  author {
    id
    name
  }
}`) as unknown as TypedDocumentString<RoomMessagesQuery, RoomMessagesQueryVariables>;
export const SendMessageDocument = new TypedDocumentString(`
    mutation SendMessage($roomId: ID!, $text: String!) {
  sendMessage(roomId: $roomId, text: $text) {
    ...ShownMessage
  }
}
    fragment ShownMessage on Message {
  id
  text
  sentAt
  author {
    id
    name
  }
}`) as unknown as TypedDocumentString<SendMessageMutation, SendMessageMutationVariables>;
export const MessageAddedDocument = new TypedDocumentString(`
    subscription MessageAdded($roomId: ID!) {
  messageAdded(roomId: $roomId) {
    ...ShownMessage
  }
}
    fragment ShownMessage on Message {
  id
  text
  sentAt
  author {
    id
    name
  }
}`) as unknown as TypedDocumentString<MessageAddedSubscription, MessageAddedSubscriptionVariables>;