/** `graphql-pusher doctor`: checks a project, its gateway, store and Pusher app. */

import { Command } from 'commander';
import {
  createPrinter,
  exitCode,
  exitCodesHelp,
  failing,
  type GatewayFlags,
  withGateway,
  withProgress,
} from '../../terminal/index.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

const help = `
Looks at Node, the settings, the project, the store, Pusher's credentials and clock, at the way that clients connect,
and at the gateway and its webhooks when it runs. Says for each what is wrong and how to mend it; the exit code is 1 when something is.

Examples:
  $ graphql-pusher doctor
  $ graphql-pusher doctor --url https://api.example.com --json
${exitCodesHelp}`;

/** `graphql-pusher doctor`: what is wrong, and how to mend it. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('Check the settings, the project, the store and Pusher.')
    .option('--json', 'print one JSON document');
  return withGateway(command).addHelpText('after', help).action(failing(run));
}

const markOf: Readonly<Record<Finding['status'], string>> = {
  ok: '✓',
  warning: '!',
  problem: '✗',
  skipped: '-',
};

async function run(flags: GatewayFlags & { json?: boolean }): Promise<void> {
  const findings = await withProgress('Looking', () => examine(flags));
  const isHealthy = findings.every(({ status }) => status !== 'problem');
  const lines = findings.map(
    ({ check, status, message, fix }) => `${markOf[status]} ${check}: ${message}${fix ? `\n    ${fix}` : ''}`,
  );
  createPrinter(flags.json === true).print({ healthy: isHealthy, findings }, lines.join('\n'));
  if (!isHealthy) process.exitCode = exitCode.refused;
}
