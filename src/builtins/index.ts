/** The built-in operations of `schema/pusher.graphql` and the rules that admit callers to them. */

export { type BuiltinFields, type BuiltinName, type Builtins, selectBuiltins } from './builtin-fields.ts';
export { type BuiltinResolvers, createBuiltinResolvers } from './builtin-resolvers.ts';
export { type ChannelWatch, createChannelWatch, createWatchRules, type Watched } from './channel-watch.ts';
export type {
  ChannelEvent,
  ConsoleChannel,
  ConsoleChannelKind,
  ConsoleEventType,
  ConsoleFrame,
  ConsoleLogEntry,
  ConsoleLogKind,
  ConsoleOperation,
  ConsoleOperationActivity,
  ConsoleOverview,
  ConsoleTopic,
  PresenceEvent,
  QueryResolvers,
} from './generated/resolvers.ts';
export {
  channelNameInput,
  jsonOrText,
  parseInput,
  socketIdInput,
  subscribeRequestInput,
} from './input/index.ts';
export {
  type ConsoleQuestion,
  type GatewayRule,
  type GatewayRules,
  type InspectQuestion,
  permit,
  requireViewer,
  ruleNames,
  type SendToUserQuestion,
  type TopicQuestion,
  type TriggerQuestion,
} from './rules.ts';
export { signUserIn } from './sign-user-in.ts';
