/** `graphql-pusher start`: serves a project. */

import { Command } from 'commander';
import { GatewayError } from '../../../core/index.ts';
import { type Served, serve } from '../../../serve/index.ts';
import { readSettings, type Settings, SettingsError } from '../../../serve/settings/index.ts';
import { loadProject, ProjectError, problemsOf } from '../../project/index.ts';
import {
  createPrinter,
  enterFolder,
  exitCodesHelp,
  failing,
  waitForShutdownSignal,
} from '../../terminal/index.ts';

const help = `
As dev, for production: nothing is watched, and only the project's own rules hold. Ends by SIGTERM when what was begun
is finished.

Examples:
  $ graphql-pusher start
  $ HOST=0.0.0.0 PORT=80 STORE=redis://redis graphql-pusher start
${exitCodesHelp}`;

/** `graphql-pusher start`: a project of one's own, in production. */
export function startCommand(): Command {
  return new Command('start')
    .description('Serve the project in a folder.')
    .argument('[folder]', 'where the project is', '.')
    .option('--json', 'print the addresses as one JSON document')
    .addHelpText('after', help)
    .action(failing(run));
}

async function run(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  enterFolder(folder);
  const settings = readSettings();
  // Only the project's own rules hold, unless the setting asks for more.
  const { url, channelsUrl, consoleUrl, close } = await serveProject({
    ...settings,
    console: settings.console ?? false,
  });
  createPrinter(json).print(
    { url, graphql: `${url}/graphql`, console: consoleUrl ?? null, channels: channelsUrl ?? null },
    [
      `GraphQL   ${url}/graphql`,
      ...(consoleUrl ? [`Console   ${consoleUrl}`] : []),
      `Pusher    ${channelsUrl ?? 'as PUSHER_* says'}`,
    ].join('\n'),
  );
  await waitForShutdownSignal();
  await close();
  // What the project itself keeps open must not keep the process.
  process.exit(0);
}

async function serveProject(settings: Settings): Promise<Served> {
  const here = process.cwd();
  const { options } = await loadProject(here);
  try {
    return await serve({ ...options, settings });
  } catch (error) {
    // What the system says (a port is taken) is no problem of the project's, nor is an outage.
    const isElsewhere = error instanceof SettingsError || error instanceof GatewayError;
    if (isElsewhere || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new ProjectError(problemsOf(error, here), { cause: error });
  }
}
