/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a channel is for. */
export type ConsoleChannelKind =
  /** Somebody who reads server-sent events. On no channel of Pusher. */
  | 'EVENT_STREAM'
  /** Results of one operation, for our own client. */
  | 'OPERATION'
  /** Nothing of ours. */
  | 'OTHER'
  /** Results of one subscription of another server's client. */
  | 'PEER'
  /** Events of topics, for any Pusher SDK. */
  | 'TOPIC';

export type ConsoleLogKind =
  /** An event is stored, and waits. */
  | 'ACCEPTED'
  /** A subscription was refused. */
  | 'DENIED'
  /** Something went wrong that no caller hears of. */
  | 'ERROR'
  /** Somebody came back and was told that results are lost. */
  | 'GAP'
  /** Somebody came back and received what was missed. */
  | 'RECOVERED'
  /** Pusher refused an event for good. */
  | 'REFUSED'
  /** A request to Pusher failed, and is tried again. */
  | 'RETRY'
  /** Pusher has an event. */
  | 'SENT'
  /** A channel was registered for an operation. */
  | 'SUBSCRIBED';

/** What became of a published event. */
export type PublishStatus =
  /** It is stored, and will be sent. */
  | 'ACCEPTED'
  /** Pusher said no for good. It is among the dead letters. */
  | 'REFUSED'
  /** Pusher has it. */
  | 'SENT';

export type ConsoleOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleOverviewQuery = { consoleOverview: { instance: string, at: number, countsSubscribers: boolean, omitted: number, server: { connections: number, channels: number, users: number } | null, channels: Array<{ name: string, kind: ConsoleChannelKind, subscribers: number | null, operations: Array<string>, expiresAt: number | null }>, operations: Array<{ id: string, field: string, topic: string, document: string, variables: unknown, claims: unknown, channels: number, subscribers: number | null, executions: number, lastResult: string | null, lastAt: number | null }>, topics: Array<{ key: string, field: string, operations: number, depth: number, waitingSince: number | null }>, fields: Array<{ name: string, template: string, arguments: Array<string>, claims: Array<string>, eventType: string | null }>, eventTypes: Array<{ name: string, isOpen: boolean, values: Array<string> | null, fields: Array<{ name: string, type: string }> | null }>, deadLetters: Array<{ id: string, topic: string, reason: string, at: number }> } };

export type ConsoleFramesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ConsoleFramesSubscription = { console: { instance: string, at: number, milliseconds: number, events: number, executions: number, messages: number, deliveries: number | null, connections: number | null, latencies: Array<number>, omitted: number, changed: boolean, log: Array<{ id: string, at: number, kind: ConsoleLogKind, field: string | null, topic: string | null, text: string, results: number | null, milliseconds: number | null }>, operations: Array<{ id: string, executions: number, lastResult: string | null, lastAt: number }> } };

export type ConsolePublishMutationVariables = Exact<{
  field: string;
  args?: unknown;
  event?: unknown;
}>;


export type ConsolePublishMutation = { publish: { id: string, status: PublishStatus, reason: string | null } };

export type ConsoleTriggerMutationVariables = Exact<{
  channels: Array<string> | string;
  event: string;
  data: unknown;
}>;


export type ConsoleTriggerMutation = { trigger: { channels: Array<{ name: string }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ConsoleOverviewDocument = new TypedDocumentString(`
    query ConsoleOverview {
  consoleOverview {
    instance
    at
    server {
      connections
      channels
      users
    }
    countsSubscribers
    channels {
      name
      kind
      subscribers
      operations
      expiresAt
    }
    operations {
      id
      field
      topic
      document
      variables
      claims
      channels
      subscribers
      executions
      lastResult
      lastAt
    }
    topics {
      key
      field
      operations
      depth
      waitingSince
    }
    fields {
      name
      template
      arguments
      claims
      eventType
    }
    eventTypes {
      name
      fields {
        name
        type
      }
      isOpen
      values
    }
    deadLetters {
      id
      topic
      reason
      at
    }
    omitted
  }
}
    `) as unknown as TypedDocumentString<ConsoleOverviewQuery, ConsoleOverviewQueryVariables>;
export const ConsoleFramesDocument = new TypedDocumentString(`
    subscription ConsoleFrames {
  console {
    instance
    at
    milliseconds
    events
    executions
    messages
    deliveries
    connections
    latencies
    log {
      id
      at
      kind
      field
      topic
      text
      results
      milliseconds
    }
    omitted
    operations {
      id
      executions
      lastResult
      lastAt
    }
    changed
  }
}
    `) as unknown as TypedDocumentString<ConsoleFramesSubscription, ConsoleFramesSubscriptionVariables>;
export const ConsolePublishDocument = new TypedDocumentString(`
    mutation ConsolePublish($field: String!, $args: PusherJSON, $event: PusherJSON) {
  publish(field: $field, args: $args, event: $event) {
    id
    status
    reason
  }
}
    `) as unknown as TypedDocumentString<ConsolePublishMutation, ConsolePublishMutationVariables>;
export const ConsoleTriggerDocument = new TypedDocumentString(`
    mutation ConsoleTrigger($channels: [String!]!, $event: String!, $data: PusherJSON!) {
  trigger(channels: $channels, event: $event, data: $data) {
    channels {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleTriggerMutation, ConsoleTriggerMutationVariables>;