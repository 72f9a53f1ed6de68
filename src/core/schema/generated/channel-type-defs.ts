// Written from schema/channel.graphql: npm run codegen
/** SDL of `@channel`, to stand beside the user's own. */
export const channelTypeDefs = /* GraphQL */ `
"""
Names the Pusher channel of a subscription field.

\`name\` may hold arguments (\`room-{roomId}\`) and claims of the viewer (\`user-{viewer.sub}\`).
\`per\` names the claims that shape the result: viewers who agree on them share one execution, which sees no others.
"""
directive @channel(name: String!, access: ChannelAccess! = PRIVATE, per: [String!]! = []) on FIELD_DEFINITION

"Who may join a channel, and what Pusher does on it."
enum ChannelAccess {
  "Viewers who are authorised."
  PRIVATE
  "Anybody."
  PUBLIC
  "Viewers who are authorised; Pusher itself cannot read the messages."
  ENCRYPTED
  "Viewers who are authorised; members see each other."
  PRESENCE
}
`;
