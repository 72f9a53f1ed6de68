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
  "How things stand, for the page at \`/console\`. There only with \`rules.console\`, which decides who may ask."
  consoleOverview: ConsoleOverview!
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
  """
  What each gateway has done since it last said so, about once a second while somebody watches: what moves on the page
  at \`/console\`. There only with \`rules.console\`, which decides who may watch. What it causes itself is not in it.
  """
  console: ConsoleFrame! @channel(name: "gql-console")
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
  "What precedes \`/app\` in the path, such as \`/ws\`: pusher-js's \`wsPath\` and \`httpPath\`."
  path: String
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

"How things stand, as one gateway sees it."
type ConsoleOverview {
  "The gateway that answers; a new one each time that it starts."
  instance: ID!
  "When it answered, in ms since 1970."
  at: Float!
  "The Channels server in the gateway's process. Null where Pusher is elsewhere."
  server: ConsoleServer
  "Whether Pusher counts the subscribers of each channel."
  countsSubscribers: Boolean!
  "Those that somebody is on, and those that are registered."
  channels: [ConsoleChannel!]!
  operations: [ConsoleOperation!]!
  "Those that somebody subscribes to, and those with events that wait."
  topics: [ConsoleTopic!]!
  "What can be published on."
  fields: [ConsoleField!]!
  "The object types and enums to which the types of events refer."
  eventTypes: [ConsoleEventType!]!
  "Events that Pusher refused for good, newest first."
  deadLetters: [ConsoleDeadLetter!]!
  "How many channels, operations and topics there are beyond those listed."
  omitted: Int!
}

"A Channels server in the gateway's process."
type ConsoleServer {
  connections: Int!
  channels: Int!
  users: Int!
}

type ConsoleChannel {
  "With its prefix."
  name: String!
  kind: ConsoleChannelKind!
  "Connections on it. Null where Pusher does not count them."
  subscribers: Int
  "Ids of the operations whose results it carries."
  operations: [ID!]!
  "When its registration ends unless it is renewed, in ms since 1970. Null where there is none."
  expiresAt: Float
}

"What a channel is for."
enum ConsoleChannelKind {
  "Results of one operation, for our own client."
  OPERATION
  "Events of topics, for any Pusher SDK."
  TOPIC
  "Results of one subscription of another server's client."
  PEER
  "Somebody who reads server-sent events. On no channel of Pusher."
  EVENT_STREAM
  "Nothing of ours."
  OTHER
}

"A subscription document with its variables, as all run it who share it."
type ConsoleOperation {
  id: ID!
  field: String!
  topic: String!
  document: String!
  variables: PusherJSON!
  "The claims that its subscribers agree on."
  claims: PusherJSON!
  channels: Int!
  "Connections on its channels. Null where Pusher does not count them."
  subscribers: Int
  "By the gateway that answers, since it started."
  executions: Int!
  "Its last result there, and when it came, in ms since 1970."
  lastResult: String
  lastAt: Float
}

type ConsoleTopic {
  "The field, a colon, and the filled channel template."
  key: String!
  field: String!
  operations: Int!
  "Events that wait in its mailbox."
  depth: Int!
  "Since when its mailbox has not been empty, in ms since 1970."
  waitingSince: Float
}

"A subscription field, and what names its topics."
type ConsoleField {
  name: String!
  "Of \`@channel\`."
  template: String!
  arguments: [String!]!
  claims: [String!]!
  "The type of its events: \`Message!\`. Null if the field has its own \`resolve\`, which may accept any event."
  eventType: String
}

"An object type or an enum to which the types of events refer."
type ConsoleEventType {
  name: String!
  "The fields without their own resolver, which an event must contain. Null for an enum."
  fields: [ConsoleEventField!]
  "True if the type also has fields with their own resolvers. An event may then have other properties."
  isOpen: Boolean!
  "Null for an object type."
  values: [String!]
}

type ConsoleEventField {
  name: String!
  "\`[ID!]!\`"
  type: String!
}

type ConsoleDeadLetter {
  id: ID!
  topic: String!
  reason: String!
  "In ms since 1970."
  at: Float!
}

"What a gateway has done since it last said so."
type ConsoleFrame {
  instance: ID!
  "When it ends, in ms since 1970."
  at: Float!
  "For how long it goes back."
  milliseconds: Float!
  "Events that were stored."
  events: Int!
  executions: Int!
  "Messages that Pusher took: one for each channel."
  messages: Int!
  "Messages that reached connections. Null where nobody counts them."
  deliveries: Int
  "Connections to Pusher. Null where nobody counts them."
  connections: Int
  "Ms from when an event was stored until Pusher had it: every event, or a fair choice of many. In rising order."
  latencies: [Float!]!
  "Of what has happened, the latest."
  log: [ConsoleLogEntry!]!
  "How much has happened beyond what is in \`log\`."
  omitted: Int!
  "Operations that were executed."
  operations: [ConsoleOperationActivity!]!
  "Whether there may be other channels, operations or topics now."
  changed: Boolean!
}

"Something that has happened. It comes again, under its id, when more is known of it."
type ConsoleLogEntry {
  id: ID!
  "In ms since 1970."
  at: Float!
  kind: ConsoleLogKind!
  field: String
  topic: String
  "The event as JSON, or what is to be said. At most 2,000 characters."
  text: String!
  "Of events: how many operations have a result."
  results: Int
  "Of events that were sent: ms from when it was stored."
  milliseconds: Float
}

enum ConsoleLogKind {
  "An event is stored, and waits."
  ACCEPTED
  "Pusher has an event."
  SENT
  "Pusher refused an event for good."
  REFUSED
  "A channel was registered for an operation."
  SUBSCRIBED
  "A subscription was refused."
  DENIED
  "Somebody came back and received what was missed."
  RECOVERED
  "Somebody came back and was told that results are lost."
  GAP
  "A request to Pusher failed, and is tried again."
  RETRY
  "Something went wrong that no caller hears of."
  ERROR
}

"An operation was executed."
type ConsoleOperationActivity {
  id: ID!
  "How often."
  executions: Int!
  "The last result, as JSON. At most 2,000 characters."
  lastResult: String
  lastAt: Float!
}
`;
