/** `graphql-pusher trigger`: sends an event on a channel. */

import { Command } from 'commander';
import { readSettings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import {
  createPrinter,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  gatewayAccess,
  parseJsonArgument,
  requestGateway,
  withGateway,
} from '../../terminal/index.ts';

interface Flags extends GatewayFlags {
  readonly socketId?: string;
  readonly json?: boolean;
}

const help = `
Sends the event directly to Pusher if PUSHER_* is set. Otherwise, and with --url, sends it through the gateway, whose
rule "trigger" authorizes the caller.

Examples:
  $ graphql-pusher trigger notices news '{"text":"hello"}'
  $ graphql-pusher trigger private-room-42 reload --socket-id 123.456 --json
  $ echo '[1,2]' | graphql-pusher trigger private-desk-7 refresh - --url https://api.example.com
${exitCodesHelp}`;

export function triggerCommand(): Command {
  const command = new Command('trigger')
    .description('Send an event to a channel.')
    .argument('<channel>', 'the full name with its prefix, such as private-room-42')
    .argument('<event>', 'name of the event')
    .argument('[data]', 'JSON; - reads it from stdin', '{}')
    .option('--socket-id <id>', 'socket id of a connection that does not receive the event')
    .option('--json', 'print the result as JSON');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

const mutation = `mutation ($channels: [String!]!, $event: String!, $data: PusherJSON!, $socketId: String) {
  trigger(channels: $channels, event: $event, data: $data, socketId: $socketId) { channels { name } }
}`;

async function run(channel: string, event: string, text: string, flags: Flags): Promise<void> {
  const data = parseJsonArgument('data', text);
  const settings = readSettings();
  if (settings.pusher && flags.url === undefined) {
    const transport = createPusherTransport(settings.pusher);
    await transport.trigger({
      channels: [channel],
      event,
      json: JSON.stringify(data),
      exceptSocketId: flags.socketId,
    });
  } else {
    const variables = { channels: [channel], event, data, socketId: flags.socketId };
    await requestGateway(await gatewayAccess(flags), mutation, variables);
  }
  createPrinter(flags.json === true).print({ channel, event }, `Sent ${event} to ${channel}.`);
}
