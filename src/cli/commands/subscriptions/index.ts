/** `graphql-pusher subscriptions`: lists the occupied channels. */

import { Command } from 'commander';
import { z } from 'zod';
import { readSettings } from '../../../serve/settings/index.ts';
import { createPusherTransport } from '../../../transport/index.ts';
import {
  createPrinter,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  gatewayAccess,
  requestGateway,
  withGateway,
} from '../../terminal/index.ts';

interface Flags extends GatewayFlags {
  readonly json?: boolean;
}

const help = `
Asks Pusher directly if PUSHER_* is set. Otherwise, and with --url, asks the gateway, whose rule "inspect" authorizes the
caller. Hosted Pusher counts connections only if "subscription counting" is enabled. Users are counted for a prefix that
begins with presence-.

Examples:
  $ graphql-pusher subscriptions
  $ graphql-pusher subscriptions presence-room- --json
${exitCodesHelp}`;

export function subscriptionsCommand(): Command {
  const command = new Command('subscriptions')
    .description('List the occupied channels, with their numbers of subscribers.')
    .argument('[prefix]', 'only channels with this prefix', '')
    .option('--json', 'print one JSON document');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

const countsShape = z.array(
  z.object({ name: z.string(), userCount: z.number().nullish(), subscriptionCount: z.number().nullish() }),
);
type Counts = z.infer<typeof countsShape>;

async function run(prefix: string, flags: Flags): Promise<void> {
  const { pusher } = readSettings();
  const found =
    pusher && flags.url === undefined ? await fromPusher(pusher, prefix) : await fromGateway(flags, prefix);
  const channels = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { isJson, print } = createPrinter(flags.json === true);
  if (isJson) print({ channels });
  else if (channels.length === 0) print({}, 'No channel is occupied.');
  else for (const each of channels) print({}, channelLine(each));
}

async function fromGateway(flags: Flags, prefix: string): Promise<Counts> {
  const query = `query ($prefix: String) { channels(filterByPrefix: $prefix) { name userCount subscriptionCount } }`;
  const data = await requestGateway(await gatewayAccess(flags), query, { prefix });
  return countsShape.parse(data.channels);
}

async function fromPusher(
  pusher: Parameters<typeof createPusherTransport>[0],
  prefix: string,
): Promise<Counts> {
  const info = prefix.startsWith('presence-')
    ? (['subscriptionCount', 'userCount'] as const)
    : (['subscriptionCount'] as const);
  const facts = await createPusherTransport(pusher).channels(prefix, info);
  return [...facts].map(([name, { userCount = null, subscriptionCount = null }]) => ({
    name,
    userCount,
    subscriptionCount,
  }));
}

function channelLine({ name, userCount, subscriptionCount }: Counts[number]): string {
  const counts = [
    ...(typeof subscriptionCount === 'number' ? [`${subscriptionCount} subscribed`] : []),
    ...(typeof userCount === 'number' ? [`${userCount} users`] : []),
  ];
  return [name, ...(counts.length > 0 ? [counts.join(', ')] : [])].join('\t');
}
