/** What a new browser tab shows; it fits any schema. */
export const firstQuery = `# GraphQL subscriptions over Pusher
#
# To subscribe, write a subscription and press Ctrl-Enter:
#
#     subscription {
#       yourField(argument: "value") { id }
#     }
#
# Its results arrive through Pusher, in order. The line below
# them shows the connection, the channel and the position. The
# switch on the right takes server-sent events instead.
#
# To see one arrive, send a mutation from another browser tab.
#
# To send a token, write under Headers, below:
#
#     { "Authorization": "Bearer <token>" }
#
# It stays in this browser tab, over reloads too, and is gone
# when the tab is closed.
#
# Ctrl-Space shows what can be asked for; the book on the left
# has the whole schema.

query Hello {
  __typename
}
`;
