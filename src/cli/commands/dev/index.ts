/** `graphql-pusher dev`: serves a project and reloads it on each change. */

import { Command } from 'commander';
import { operatorToken } from '../../../serve/internal.ts';
import { readSettings } from '../../../serve/settings/index.ts';
import { formatProblem } from '../../project/index.ts';
import {
  createPrinter,
  enterFolder,
  exitCodesHelp,
  failing,
  type Printer,
  waitForShutdownSignal,
} from '../../terminal/index.ts';
import { type DevEvent, startDevServer } from './dev-server.ts';

const help = `
A project is a folder with schema/**/*.graphql and resolvers.ts, or graphql-pusher.config.ts. Saving a file reloads the
project. A subscription continues if its operation is still valid; otherwise it ends with a reason. If a change is
invalid, dev prints the file and line and keeps serving the previous version.

Settings (PORT, CHANNELS_PORT, STORE, JWT_SECRET, PUSHER_*) come from the environment and .env, as for start.

Examples:
  $ graphql-pusher dev
  $ PORT=8080 graphql-pusher dev my-project
  $ graphql-pusher dev --json | jq .event
${exitCodesHelp}`;

export function devCommand(): Command {
  return new Command('dev')
    .description('Serve the project in a folder, and reload it on each change.')
    .argument('[folder]', 'folder of the project', '.')
    .option('--json', 'print JSON lines: serving, reloaded, broken, loading, crashed')
    .addHelpText('after', help)
    .action(failing(run));
}

async function run(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  enterFolder(folder);
  const printer = createPrinter(json);
  const stop = await startDevServer({
    folder: process.cwd(),
    settings: readSettings(),
    quiet: json,
    report: (event) => void report(printer, event),
  });
  await waitForShutdownSignal();
  await stop();
}

async function report({ print }: Printer, event: DevEvent): Promise<void> {
  if (event.event === 'serving') {
    const { settings, acceptsOperatorTokens, url, channelsUrl } = event;
    const token = acceptsOperatorTokens ? await operatorToken(settings) : undefined;
    const where = {
      graphql: `${url}/graphql`,
      console: token ? `${url}/console#token=${token}` : null,
      channels: channelsUrl ?? null,
      token: token ?? null,
    };
    print({ event: 'serving', url, ...where }, textOf(where));
  } else if (event.event === 'reloaded') {
    const { changed, milliseconds, ended } = event;
    const lines = ended.map(({ field, reason }) => `  ended: a subscription to ${field}: ${reason}`);
    print(event, [`Reloaded in ${milliseconds} ms: ${changed.join(', ')}`, ...lines].join('\n'));
  } else if (event.event === 'loading') {
    print(
      event,
      `Still loading after ${event.seconds} s. An import may be waiting for something that never happens.`,
    );
  } else if (event.event === 'broken') {
    const { problems, isServing } = event;
    const rest = isServing ? 'Still serving the previous version.' : 'Fix this to start the gateway.';
    print(event, [...problems.map(formatProblem), rest].join('\n'));
  } else {
    print(
      event,
      `The project's process has exited with code ${event.exitCode}. Change a file to start it again.`,
    );
  }
}

function textOf({
  graphql,
  console,
  channels,
  token,
}: {
  graphql: string;
  console: string | null;
  channels: string | null;
  token: string | null;
}): string {
  return [
    `GraphiQL  ${graphql}`,
    ...(console ? [`Console   ${console}`] : []),
    `Pusher    ${channels ?? 'configured by PUSHER_*'}`,
    ...(token ? [`Token     ${token}`] : []),
    'Watching for changes.',
  ].join('\n');
}
