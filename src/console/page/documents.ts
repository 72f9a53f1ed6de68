/** The console's GraphQL operations. */
import { graphql } from './generated/gql.ts';

export const overviewQuery = graphql(`
  query ConsoleOverview {
    consoleOverview {
      instance
      at
      server { connections channels users }
      countsSubscribers
      channels { name kind subscribers operations expiresAt }
      operations {
        id field topic document variables claims channels subscribers executions lastResult lastAt
      }
      topics { key field operations depth waitingSince }
      fields { name template arguments claims eventType }
      eventTypes { name fields { name type } isOpen values }
      deadLetters { id topic reason at }
      omitted
    }
  }
`);

export const frames = graphql(`
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
      log { id at kind field topic text results milliseconds }
      omitted
      operations { id executions lastResult lastAt }
      changed
    }
  }
`);

export const publishMutation = graphql(`
  mutation ConsolePublish($field: String!, $args: PusherJSON, $event: PusherJSON) {
    publish(field: $field, args: $args, event: $event) { id status reason }
  }
`);

export const triggerMutation = graphql(`
  mutation ConsoleTrigger($channels: [String!]!, $event: String!, $data: PusherJSON!) {
    trigger(channels: $channels, event: $event, data: $data) { channels { name } }
  }
`);
