/** `graphql-pusher doctor`: checks a project, its gateway, its store and its Pusher app. */

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
Checks Node, the settings, the project, the store, the credentials and clock of Pusher, the connection of clients, and
the gateway and its webhooks if it is running. Prints what is wrong and how to fix it. The exit code is 1 for a problem.

Examples:
  $ graphql-pusher doctor
  $ graphql-pusher doctor --url https://api.example.com --json
${exitCodesHelp}`;

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
  const findings = await withProgress('Checking', () => examine(flags));
  const isHealthy = findings.every(({ status }) => status !== 'problem');
  const lines = findings.map(
    ({ check, status, message, fix }) => `${markOf[status]} ${check}: ${message}${fix ? `\n    ${fix}` : ''}`,
  );
  createPrinter(flags.json === true).print({ healthy: isHealthy, findings }, lines.join('\n'));
  if (!isHealthy) process.exitCode = exitCode.refused;
}
