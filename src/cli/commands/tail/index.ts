/** `graphql-pusher tail`: prints the events of a channel or the results of an operation. */

import { existsSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { parse } from 'graphql';
import { z } from 'zod';
import { connectionQuery, InexactNumberError, parseExactJson } from '../../../protocol/index.ts';
import {
  CommandFailure,
  createPrinter,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  gatewayAccess,
  parsePair,
  requestGateway,
  withGateway,
} from '../../terminal/index.ts';
import { tailChannel } from './tail-channel.ts';
import type { TailLine } from './tail-line.ts';
import { tailOperation } from './tail-operation.ts';

interface Flags extends GatewayFlags {
  readonly variables?: Record<string, unknown>;
  readonly var?: Record<string, unknown>;
  readonly operation?: string;
  readonly count?: number;
  readonly json?: boolean;
}

const help = `
Prints one line per result or event. Reports lost results as {"gap":…} with --json, otherwise on stderr. With --json,
the first line is {"ready":true}: from then on, every published event arrives.

Examples:
  $ graphql-pusher tail messages.graphql --var roomId=dogs
  $ graphql-pusher tail messages.graphql --variables '{"last":10}' --count 1 --json
  $ graphql-pusher tail private-room-42 --url https://api.example.com --token "$TOKEN"
${exitCodesHelp}`;

export function tailCommand(): Command {
  const command = new Command('tail')
    .description('Print the events of a channel, or the results of a subscription in a file.')
    .argument('<channel | file.graphql>', "a channel's full name, or a file with a subscription")
    .option(
      '--var <name=value>',
      'a variable of the operation, as a string; repeat the option for several',
      parsePair,
    )
    .option('--variables <json>', "the operation's variables", parseVariables)
    .option('--operation <name>', 'name of the operation in the file')
    .option('--count <n>', 'end after this many lines', parseCount)
    .option('--json', 'print JSON lines with a key for the kind of line');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

async function run(target: string, flags: Flags): Promise<void> {
  const operation = isFile(target) ? operationIn(target, flags) : undefined;
  const access = await gatewayAccess(flags);
  // Fails immediately if the gateway is unreachable, instead of after all retries.
  await requestGateway(access, connectionQuery, {});
  const { isJson, print } = createPrinter(flags.json === true);
  const { promise: done, resolve: stop, reject } = Promise.withResolvers<void>();
  let left = flags.count ?? Number.POSITIVE_INFINITY;
  const emit = (line: TailLine): void => {
    if (left <= 0) return;
    if (isJson) print(line);
    else printText(line);
    if ('ready' in line || 'gap' in line) return;
    left--;
    if (left <= 0) stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const end = operation
    ? tailOperation(access, operation, { emit, stop, reject })
    : await tailChannel(access, target, { emit, stop, reject });
  try {
    await done;
  } finally {
    end();
  }
}

function printText(line: TailLine): void {
  if ('ready' in line) console.error('Listening.');
  else if ('gap' in line)
    console.error(`Results ${line.gap.from.offset + 1} to ${line.gap.to.offset} are lost.`);
  else
    console.log(
      'event' in line ? `${line.event}\t${JSON.stringify(line.data)}` : JSON.stringify(line.result),
    );
}

const isFile = (target: string): boolean => /\.(graphql|gql)$/.test(target) || existsSync(target);

function operationIn(file: string, flags: Flags) {
  const query = readFileSync(file, 'utf8');
  try {
    parse(query);
  } catch (cause) {
    throw new CommandFailure(`${file}: ${cause instanceof Error ? cause.message : cause}`, 'unusable', {
      cause,
    });
  }
  return { query, variables: { ...flags.variables, ...flags.var }, operationName: flags.operation };
}

function parseVariables(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(parseExactJson(text));
  } catch (cause) {
    const message = cause instanceof InexactNumberError ? `In it, ${cause.message}.` : 'Use a JSON object.';
    throw Object.assign(new InvalidArgumentError(message), { cause });
  }
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Use a whole number above 0.');
  return count;
}
