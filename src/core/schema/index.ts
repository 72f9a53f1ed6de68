/** How the schema names channels: `@channel`, its templates, and the topics that they describe. */

export {
  builtinSubscriptionFields,
  ChannelSchemaError,
  channelTypeDefs,
  problemAt,
  readSubscriptionFields,
  type SubscriptionField,
} from './channel-directive.ts';
export { purposeOfChannel } from './channel-purpose.ts';
export { matchTemplate, textOf } from './channel-template.ts';
export { compatChannel, parseCompatChannel } from './compat-channel.ts';
export { copyDefaults } from './copy-defaults.ts';
export { namedTopic, type TopicArguments } from './named-topic.ts';
export { argumentValue, resolveToEvent, rootArguments, rootFieldsOf } from './root-field.ts';
export { argumentKey, type SchemaSignature, signatureOf } from './schema-signature.ts';
export {
  type CarriedTopic,
  fieldOfTopic,
  type Topic,
  topicChannel,
  topicOf,
  topicsOfChannel,
} from './topic.ts';
export { topicDocument, topicSelection, topicVariables } from './topic-document.ts';
