/** Parsing of what callers send to the built-in operations and to the REST endpoints. */
export { parseInput, socketIdInput, subscribeRequestInput } from './input.ts';
export { jsonOrText } from './json-or-text.ts';
export {
  channelNameInput,
  channelsInput,
  isEncrypted,
  isPresence,
  presenceChannelInput,
  publishInput,
  sendToUserInput,
  type TriggerInput,
  topicInput,
  triggerBatchInput,
  triggerInput,
  userIdInput,
} from './pusher-input.ts';
