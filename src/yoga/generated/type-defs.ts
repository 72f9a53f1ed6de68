// Written from schema/pusher.graphql: npm run codegen
/** SDL of the built-in operations. */
export const builtinTypeDefs = /* GraphQL */ `
type Query {
  "How a client reaches Pusher. Anybody may ask."
  pusher: PusherConnection!
  "Channels that somebody is on. \`rules.inspect\` decides who may ask."
  channels(
    "Only those with this beginning: \`presence-room-\`."
    filterByPrefix: String
    """
    What Pusher is asked for each. Left out: what the document selects, where it applies. \`USER_COUNT\` needs
    \`filterByPrefix\` to begin with \`presence-\`.
    """
    info: [ChannelAttribute!]
  ): [ChannelCounts!]!
  "One channel, whether somebody is on it or not. \`rules.inspect\` decides who may ask."
  channel("The full name, with its prefix: \`private-room-42\`." name: String!): ChannelState!
  "Ids of those who are on a presence channel. \`rules.inspect\` decides who may ask."
  presenceMembers("The full name: \`presence-room-42\`." channel: String!): [ID!]!
}

type Mutation {
  """
  Sends an event to channels. \`rules.trigger\` decides who may send what. Channels that carry what the gateway itself
  sends are closed to it: for them there is \`publish\`.
  """
  trigger(
    "From 1 to 100 full names. An encrypted channel has to be the only one."
    channels: [String!]!
    "At most 200 characters; not beginning with \`pusher:\`, \`pusher_internal:\` or \`client-\`."
    event: String!
    "At most 10 kB as JSON."
    data: PusherJSON!
    "A connection that does not receive it, most often the sender's own."
    socketId: String
    "What Pusher is asked of the channels. Left out: what the document selects, where it applies."
    info: [ChannelAttribute!]
  ): TriggerResult!
  "Sends from 1 to 10 events in one request: all, or none when one of them may not be sent. As \`trigger\`."
  triggerBatch(events: [TriggerEventInput!]!): TriggerResult!
  """
  Sends an event to every connection that is signed in as a user. True when Pusher has taken it.
  \`rules.sendToUser\` decides who may send what.
  """
  sendToUser(
    "At most 128 characters."
    userId: ID!
    "As in \`trigger\`."
    event: String!
    "At most 10 kB as JSON."
    data: PusherJSON!
  ): Boolean!
  """
  Closes every connection that is signed in as a user. True when Pusher has taken it; a user without a connection is
  no error. \`rules.terminateUserConnections\` decides who may.
  """
  terminateUserConnections("At most 128 characters." userId: ID!): Boolean!
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
  """
  Lets a Pusher connection sign in as the viewer, as \`POST /pusher/user-auth\` does: for pusher-js's
  \`userAuthentication: { customHandler }\`.
  """
  authenticateUser(
    "The connection that wants to sign in: \`pusher.connection.socket_id\`."
    socketId: String!
  ): UserAuth!
  """
  Publishes an event on the topic of a subscription field, for backends that do not share the gateway's process.
  \`rules.publish\` decides who may.
  """
  publish(
    "The subscription field: \`messageAdded\`."
    field: String!
    "Arguments that the field's channel names, and under \`viewer\` its claims: \`{ roomId: \\"42\\" }\`."
    args: PusherJSON
    "What the field's resolver makes its value of. Left out: null."
    event: PusherJSON
  ): PublishResult!
  """
  Ends every subscription to a topic; whoever is still allowed subscribes anew by itself. True when it is done.
  \`rules.revoke\` decides who may.
  """
  revoke(
    "The subscription field: \`messageAdded\`."
    field: String!
    "As in \`publish\`."
    args: PusherJSON
  ): Boolean!
}

type Subscription {
  """
  Who joins and who leaves a presence channel, as Pusher's webhooks tell it. \`rules.inspect\` decides who may watch.
  Who is there already: \`presenceMembers\`, asked when this has begun.
  """
  presence("The full name: \`presence-room-42\`." channel: String!): PresenceEvent!
    @channel(name: "gql-presence;{channel}")
  """
  What passes on a channel: events that \`trigger\` and \`triggerBatch\` send, and events of clients, as Pusher's webhooks
  tell them. Whoever may join the channel may listen. An encrypted channel has to be joined to be heard.
  """
  channelEvents(
    "The full name, with its prefix: \`private-room-42\`."
    channel: String!
    "Only events with one of these names. Left out: all."
    events: [String!]
  ): ChannelEvent! @channel(name: "gql-channel-events;{channel}")
}

"Any value that JSON can write."
scalar PusherJSON

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

"What can be asked of many channels at once."
enum ChannelAttribute {
  "How many users are on it. Presence channels only."
  USER_COUNT
  "How many connections are on it. Hosted Pusher counts them only where that is switched on."
  SUBSCRIPTION_COUNT
}

"A channel, and how many are on it."
type ChannelCounts {
  "With its prefix."
  name: String!
  "Null where it was not asked for, or does not apply."
  userCount: Int
  "Null where it was not asked for."
  subscriptionCount: Int
}

"What Pusher knows of a channel. It is asked only for what is selected."
type ChannelState {
  "With its prefix."
  name: String!
  "Whether somebody is on it."
  occupied: Boolean!
  "Null where it is no presence channel."
  userCount: Int
  "Hosted Pusher counts them only where that is switched on."
  subscriptionCount: Int
  "Null where it is no cache channel, or has no last event any more."
  cache: ChannelCache
}

"The last event of a cache channel."
type ChannelCache {
  "Its data; of an encrypted channel as it is encrypted."
  data: PusherJSON!
  "For how many seconds it will be kept."
  ttl: Int!
}

"One event of \`triggerBatch\`."
input TriggerEventInput {
  "The full name."
  channel: String!
  "As in \`trigger\`."
  event: String!
  "At most 10 kB as JSON."
  data: PusherJSON!
  "A connection that does not receive it."
  socketId: String
  "As in \`trigger\`."
  info: [ChannelAttribute!]
}

"Pusher has taken all of it."
type TriggerResult {
  "Each channel, in the order of the request."
  channels: [ChannelCounts!]!
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

"What a Pusher connection shows to sign in. Good for one connection."
type UserAuth {
  "The signature, with the app's key before it."
  auth: String!
  "Who signs in, as JSON text, exactly as it was signed."
  userData: String!
}

"What became of a published event."
type PublishResult {
  "The event's id."
  id: ID!
  status: PublishStatus!
  "Why Pusher refused it."
  reason: String
}

"What became of a published event."
enum PublishStatus {
  "Pusher has it."
  SENT
  "It is stored, and will be sent."
  ACCEPTED
  "Pusher said no for good. It is among the dead letters."
  REFUSED
}

"Somebody came to a presence channel, or left it."
type PresenceEvent {
  "The full name of the channel."
  channel: String!
  change: PresenceChange!
  "Who it was."
  userId: ID!
}

"Which way a member went. Only a user's first connection and last one count."
enum PresenceChange {
  JOINED
  LEFT
}

"Something passed on a channel."
type ChannelEvent {
  "The full name of the channel."
  channel: String!
  "The event's name; that of a client begins with \`client-\`."
  event: String!
  data: PusherJSON
  "Whose client sent it, on presence channels."
  userId: ID
}
`;
