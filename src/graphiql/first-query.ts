/** The query in a new browser tab. It is valid in any schema. */
export const firstQuery = `# GraphQL subscriptions over Pusher
#
# Write a subscription and press Ctrl-Enter:
#
#     subscription {
#       yourField(argument: "value") { id }
#     }
#
# Its results arrive over Pusher, in order.
# The line below them shows channel and
# position. To get a result, send a mutation
# from another tab. The switch beside the editor
# selects server-sent events (SSE) instead.
#
# Enter your token under Headers, below:
#
#     { "Authorization": "Bearer <token>" }
#
# It is stored until you close this tab.

query Hello {
  __typename
}
`;
