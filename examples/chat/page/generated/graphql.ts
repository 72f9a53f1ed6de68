/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SignInMutationVariables = Exact<{
  name: string;
}>;


export type SignInMutation = { signIn: { token: string, user: { id: string, name: string } } };

export type RoomsQueryVariables = Exact<{ [key: string]: never; }>;


export type RoomsQuery = { me: { id: string, name: string } | null, rooms: Array<{ id: string, name: string }> };

export type RoomMessagesQueryVariables = Exact<{
  roomId: string | number;
}>;


export type RoomMessagesQuery = { room: { id: string, name: string, messages: Array<{ id: string, text: string, sentAt: string, author: { id: string, name: string } }> } | null };

export type SendMessageMutationVariables = Exact<{
  roomId: string | number;
  text: string;
}>;


export type SendMessageMutation = { sendMessage: { id: string } };

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

export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($name: String!) {
  signIn(name: $name) {
    token
    user {
      id
      name
    }
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
    id
    name
    messages(last: 50) {
      id
      text
      sentAt
      author {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RoomMessagesQuery, RoomMessagesQueryVariables>;
export const SendMessageDocument = new TypedDocumentString(`
    mutation SendMessage($roomId: ID!, $text: String!) {
  sendMessage(roomId: $roomId, text: $text) {
    id
  }
}
    `) as unknown as TypedDocumentString<SendMessageMutation, SendMessageMutationVariables>;
export const MessageAddedDocument = new TypedDocumentString(`
    subscription MessageAdded($roomId: ID!) {
  messageAdded(roomId: $roomId) {
    id
    text
    sentAt
    author {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<MessageAddedSubscription, MessageAddedSubscriptionVariables>;