/** `graphql-pusher start`: serves a project in production. */

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
Like dev, but for production: does not watch files, and applies only the project's own rules. On SIGTERM, completes
requests and deliveries in progress, then exits.

Examples:
  $ graphql-pusher start
  $ HOST=0.0.0.0 PORT=80 STORE=redis://redis graphql-pusher start
${exitCodesHelp}`;

export function startCommand(): Command {
  return new Command('start')
    .description('Serve the project in a folder.')
    .argument('[folder]', 'folder of the project', '.')
    .option('--json', 'print the addresses as one JSON document')
    .addHelpText('after', help)
    .action(failing(run));
}

async function run(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  enterFolder(folder);
  const settings = readSettings();
  // Without the setting, only the project's own rules apply.
  const { url, channelsUrl, consoleUrl, close } = await serveProject({
    ...settings,
    console: settings.console ?? false,
  });
  createPrinter(json).print(
    { url, graphql: `${url}/graphql`, console: consoleUrl ?? null, channels: channelsUrl ?? null },
    [
      `GraphQL   ${url}/graphql`,
      ...(consoleUrl ? [`Console   ${consoleUrl}`] : []),
      `Pusher    ${channelsUrl ?? 'configured by PUSHER_*'}`,
    ].join('\n'),
  );
  await waitForShutdownSignal();
  await close();
  // Handles that the project keeps open must not keep the process alive.
  process.exit(0);
}

async function serveProject(settings: Settings): Promise<Served> {
  const here = process.cwd();
  const { options } = await loadProject(here);
  try {
    return await serve({ ...options, settings });
  } catch (error) {
    // Errors of the operating system and outages are not problems of the project.
    const isExternal = error instanceof SettingsError || error instanceof GatewayError;
    if (isExternal || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new ProjectError(problemsOf(error, here), { cause: error });
  }
}
