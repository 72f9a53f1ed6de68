/** `graphql-pusher publish`: publishes an event on a topic. */

import { Command } from 'commander';
import { z } from 'zod';
import {
  CommandFailure,
  createPrinter,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  gatewayAccess,
  parseJsonArgument,
  parsePair,
  requestGateway,
  withGateway,
} from '../../terminal/index.ts';

interface Flags extends GatewayFlags {
  readonly arg?: Record<string, unknown>;
  readonly json?: boolean;
}

const help = `
The gateway's rule "publish" authorizes the caller. In dev, it allows tokens that are signed with the gateway's secret.

Examples:
  $ graphql-pusher publish messageAdded --arg roomId=dogs '{"text":"woof"}'
  $ graphql-pusher publish notified --arg viewer.sub=ada '{"text":"hello"}' --json
${exitCodesHelp}`;

export function publishCommand(): Command {
  const command = new Command('publish')
    .description('Publish an event on the topic of a subscription field.')
    .argument('<field>', 'the subscription field, such as messageAdded')
    .argument('[event]', "JSON that the field's resolver receives; - reads it from stdin", undefined)
    .option(
      '--arg <name=value>',
      "an argument in the field's channel name; repeat the option for several",
      parsePair,
    )
    .option('--json', 'print the result as JSON');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

const mutation = `mutation ($field: String!, $args: PusherJSON, $event: PusherJSON) {
  publish(field: $field, args: $args, event: $event) { id status reason }
}`;

const responseShape = z.object({
  publish: z.object({
    id: z.string(),
    status: z.enum(['SENT', 'ACCEPTED', 'REFUSED']),
    reason: z.string().nullable(),
  }),
});

async function run(field: string, text: string | undefined, flags: Flags): Promise<void> {
  const event = parseJsonArgument('event', text);
  const data = await requestGateway(await gatewayAccess(flags), mutation, {
    field,
    args: flags.arg ?? {},
    event,
  });
  const { publish } = responseShape.parse(data);
  if (publish.status === 'REFUSED')
    throw new CommandFailure(
      `Pusher rejected event ${publish.id}: ${publish.reason ?? 'no reason given'}`,
      'refused',
    );
  const what = publish.status === 'SENT' ? 'Sent' : 'Stored for delivery';
  createPrinter(flags.json === true).print(publish, `${what}: event ${publish.id} on ${field}.`);
}
