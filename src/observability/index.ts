/** `graphql-pusher/observability`: metrics, logs and traces of what a gateway does. */
export {};
