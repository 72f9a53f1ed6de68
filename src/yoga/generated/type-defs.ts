// Written from schema/pusher.graphql: npm run codegen
/** SDL of the built-in operations. */
export const builtinTypeDefs = /* GraphQL */ `
type Query {
  "How a client reaches Pusher. Anybody may ask."
  pusher: PusherConnection!
}

type Mutation {
  """
  Lets a Pusher connection join a channel, as \`POST /pusher/auth\` does: for pusher-js's
  \`channelAuthorization: { customHandler }\`. \`FORBIDDEN\` when the viewer may not join it.
  """
  authorizeChannel(
    "The connection that wants to join: \`pusher.connection.socket_id\`."
    socketId: String!
    "The full name, with its prefix: \`private-room-42\`."
    channelName: String!
  ): ChannelAuth!
}

"How a client reaches Pusher: what \`new Pusher(key, options)\` takes."
type PusherConnection {
  "The app's key. It is no secret."
  key: String!
  "The cluster of hosted Pusher: \`eu\`. Where there is none, \`host\` is."
  cluster: String
  "The host of a Channels server that is not hosted Pusher: pusher-js's \`wsHost\`."
  host: String
  "The port of \`host\`: pusher-js's \`wsPort\` or \`wssPort\`."
  port: Int
  "Whether the connection is encrypted: pusher-js's \`forceTLS\`."
  useTLS: Boolean!
}

"What a Pusher connection shows to join a channel. Good for one connection and one channel."
type ChannelAuth {
  "The signature, with the app's key before it."
  auth: String!
  "Presence channels: who joins, as JSON text, exactly as it was signed."
  channelData: String
  "Encrypted channels: the key to the channel's messages, in base64."
  sharedSecret: String
}
`;
