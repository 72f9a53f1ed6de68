#!/usr/bin/env node
/** The `graphql-pusher` executable. */
import { Command } from 'commander';
import { exitCode } from './command-failure.ts';
import { channelsCommand } from './commands/channels.ts';
import { devCommand } from './commands/dev.ts';
import { doctorCommand } from './commands/doctor.ts';
import { initCommand } from './commands/init.ts';
import { publishCommand } from './commands/publish.ts';
import { startCommand } from './commands/start.ts';
import { subscriptionsCommand } from './commands/subscriptions.ts';
import { tailCommand } from './commands/tail.ts';
import { triggerCommand } from './commands/trigger.ts';

const program = new Command('graphql-pusher').description('GraphQL subscriptions over Pusher Channels.');
const commands = [
  initCommand(),
  devCommand(),
  startCommand(),
  channelsCommand(),
  publishCommand(),
  triggerCommand(),
  tailCommand(),
  subscriptionsCommand(),
  doctorCommand(),
];
for (const command of [program, ...commands]) {
  command.exitOverride(({ code, exitCode: given }) => {
    // Commander's own for a command line that it cannot use is 1, which here means that the answer was no.
    process.exit(given !== 0 && code !== 'commander.error' ? exitCode.unusable : given);
  });
  if (command !== program) program.addCommand(command);
}
await program.parseAsync();
