/** `graphql-pusher/client`: GraphQL subscriptions over Pusher, for browsers and everything else that runs pusher-js. */
export {
  type ArgsOf,
  fillTemplate,
  type PayloadOf,
  type TopicChannel,
  type TopicChannelDefinition,
  topicChannel,
} from './topic-channel.ts';
