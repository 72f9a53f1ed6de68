/** All that the page asks of the server. `npm run codegen` types what stands in `graphql(…)`. */
import { graphql } from './generated/gql.ts';

export const signIn = graphql(/* GraphQL */ `
  mutation SignIn($name: String!) {
    signIn(name: $name) {
      token
      user {
        id
        name
      }
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
`);

export const sendMessage = graphql(/* GraphQL */ `
  mutation SendMessage($roomId: ID!, $text: String!) {
    sendMessage(roomId: $roomId, text: $text) {
      id
    }
  }
`);

export const messageAdded = graphql(/* GraphQL */ `
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
`);
