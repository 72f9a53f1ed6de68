/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query ConsoleOverview {\n    consoleOverview {\n      instance\n      at\n      server { connections channels users }\n      countsSubscribers\n      channels { name kind subscribers operations expiresAt }\n      operations {\n        id field topic document variables claims channels subscribers executions lastResult lastAt\n      }\n      topics { key field operations depth waitingSince }\n      fields { name template arguments claims eventType }\n      eventTypes { name fields { name type } isOpen values }\n      deadLetters { id topic reason at }\n      omitted\n    }\n  }\n": typeof types.ConsoleOverviewDocument,
    "\n  subscription ConsoleFrames {\n    console {\n      instance\n      at\n      milliseconds\n      events\n      executions\n      messages\n      deliveries\n      connections\n      latencies\n      log { id at kind field topic text results milliseconds }\n      omitted\n      operations { id executions lastResult lastAt }\n      changed\n    }\n  }\n": typeof types.ConsoleFramesDocument,
    "\n  mutation ConsolePublish($field: String!, $args: PusherJSON, $event: PusherJSON) {\n    publish(field: $field, args: $args, event: $event) { id status reason }\n  }\n": typeof types.ConsolePublishDocument,
    "\n  mutation ConsoleTrigger($channels: [String!]!, $event: String!, $data: PusherJSON!) {\n    trigger(channels: $channels, event: $event, data: $data) { channels { name } }\n  }\n": typeof types.ConsoleTriggerDocument,
};
const documents: Documents = {
    "\n  query ConsoleOverview {\n    consoleOverview {\n      instance\n      at\n      server { connections channels users }\n      countsSubscribers\n      channels { name kind subscribers operations expiresAt }\n      operations {\n        id field topic document variables claims channels subscribers executions lastResult lastAt\n      }\n      topics { key field operations depth waitingSince }\n      fields { name template arguments claims eventType }\n      eventTypes { name fields { name type } isOpen values }\n      deadLetters { id topic reason at }\n      omitted\n    }\n  }\n": types.ConsoleOverviewDocument,
    "\n  subscription ConsoleFrames {\n    console {\n      instance\n      at\n      milliseconds\n      events\n      executions\n      messages\n      deliveries\n      connections\n      latencies\n      log { id at kind field topic text results milliseconds }\n      omitted\n      operations { id executions lastResult lastAt }\n      changed\n    }\n  }\n": types.ConsoleFramesDocument,
    "\n  mutation ConsolePublish($field: String!, $args: PusherJSON, $event: PusherJSON) {\n    publish(field: $field, args: $args, event: $event) { id status reason }\n  }\n": types.ConsolePublishDocument,
    "\n  mutation ConsoleTrigger($channels: [String!]!, $event: String!, $data: PusherJSON!) {\n    trigger(channels: $channels, event: $event, data: $data) { channels { name } }\n  }\n": types.ConsoleTriggerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConsoleOverview {\n    consoleOverview {\n      instance\n      at\n      server { connections channels users }\n      countsSubscribers\n      channels { name kind subscribers operations expiresAt }\n      operations {\n        id field topic document variables claims channels subscribers executions lastResult lastAt\n      }\n      topics { key field operations depth waitingSince }\n      fields { name template arguments claims eventType }\n      eventTypes { name fields { name type } isOpen values }\n      deadLetters { id topic reason at }\n      omitted\n    }\n  }\n"): typeof import('./graphql.ts').ConsoleOverviewDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ConsoleFrames {\n    console {\n      instance\n      at\n      milliseconds\n      events\n      executions\n      messages\n      deliveries\n      connections\n      latencies\n      log { id at kind field topic text results milliseconds }\n      omitted\n      operations { id executions lastResult lastAt }\n      changed\n    }\n  }\n"): typeof import('./graphql.ts').ConsoleFramesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConsolePublish($field: String!, $args: PusherJSON, $event: PusherJSON) {\n    publish(field: $field, args: $args, event: $event) { id status reason }\n  }\n"): typeof import('./graphql.ts').ConsolePublishDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConsoleTrigger($channels: [String!]!, $event: String!, $data: PusherJSON!) {\n    trigger(channels: $channels, event: $event, data: $data) { channels { name } }\n  }\n"): typeof import('./graphql.ts').ConsoleTriggerDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
