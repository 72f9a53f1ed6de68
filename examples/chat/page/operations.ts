/** The page's GraphQL operations. `npm run codegen` generates types for each `graphql(…)`. */
import { graphql } from './generated/gql.ts';

/** The fields of a message that the page shows. */
export const shownMessage = graphql(/* GraphQL */ `
  fragment ShownMessage on Message {
    id
    text
    sentAt
    author {
      id
      name
    }
  }
`);

export const signIn = graphql(/* GraphQL */ `
  mutation SignIn($name: String!) {
    signIn(name: $name) {
      token
    }
  }
`);

export const rooms = graphql(/* GraphQL */ `
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
`);

export const roomMessages = graphql(/* GraphQL */ `
  query RoomMessages($roomId: ID!) {
    room(id: $roomId) {
      messages(last: 50) {
        ...ShownMessage
      }
    }
  }
`);

export const sendMessage = graphql(/* GraphQL */ `
  mutation SendMessage($roomId: ID!, $text: String!) {
    sendMessage(roomId: $roomId, text: $text) {
      ...ShownMessage
    }
  }
`);

export const messageAdded = graphql(/* GraphQL */ `
  subscription MessageAdded($roomId: ID!) {
    messageAdded(roomId: $roomId) {
      ...ShownMessage
    }
  }
`);
