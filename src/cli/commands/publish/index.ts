/** `graphql-pusher publish`: publishes an event on a topic. */

import { Command } from 'commander';
import { z } from 'zod';
import {
  askGateway,
  CommandFailure,
  createPrinter,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  gatewayAccess,
  parseJsonArgument,
  parsePair,
  withGateway,
} from '../../terminal/index.ts';

interface Flags extends GatewayFlags {
  readonly arg?: Record<string, unknown>;
  readonly json?: boolean;
}

const help = `
The gateway's rule "publish" decides who may; in dev the one who holds its secret may.

Examples:
  $ graphql-pusher publish messageAdded --arg roomId=dogs '{"text":"woof"}'
  $ graphql-pusher publish notified --arg viewer.sub=ada '{"text":"hello"}' --json
${exitCodesHelp}`;

/** `graphql-pusher publish`: an event for the subscribers of a field. */
export function publishCommand(): Command {
  const command = new Command('publish')
    .description('Publish an event on the topic of a subscription field.')
    .argument('<field>', 'the subscription field: messageAdded')
    .argument(
      '[event]',
      "JSON, what the field's resolver makes its value of; - reads it from stdin",
      undefined,
    )
    .option('--arg <name=value>', "an argument that the field's channel names; repeat for several", parsePair)
    .option('--json', 'print the answer as JSON');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

const mutation = `mutation ($field: String!, $args: PusherJSON, $event: PusherJSON) {
  publish(field: $field, args: $args, event: $event) { id status reason }
}`;

const answerShape = z.object({
  publish: z.object({
    id: z.string(),
    status: z.enum(['SENT', 'ACCEPTED', 'REFUSED']),
    reason: z.string().nullable(),
  }),
});

async function run(field: string, text: string | undefined, flags: Flags): Promise<void> {
  const event = parseJsonArgument('event', text);
  const data = await askGateway(await gatewayAccess(flags), mutation, {
    field,
    args: flags.arg ?? {},
    event,
  });
  const { publish } = answerShape.parse(data);
  if (publish.status === 'REFUSED')
    throw new CommandFailure(
      `Pusher refused event ${publish.id}: ${publish.reason ?? 'it did not say why'}`,
      'refused',
    );
  const what = publish.status === 'SENT' ? 'Sent' : 'Stored, and will be sent';
  createPrinter(flags.json === true).print(publish, `${what}: event ${publish.id} on ${field}.`);
}
