/** What a new browser tab shows; it fits any schema. */
export const firstQuery = `# GraphQL subscriptions over Pusher
#
# Write a subscription and press Ctrl-Enter:
#
#     subscription {
#       yourField(argument: "value") { id }
#     }
#
# Its results arrive through Pusher, in order;
# below them stand channel and position. Send
# a mutation from another tab to see one come.
# The switch on the right takes server-sent
# events (SSE) instead of Pusher.
#
# Under Headers, below, put your token:
#
#     { "Authorization": "Bearer <token>" }
#
# It is kept as long as this browser tab.

query Hello {
  __typename
}
`;
