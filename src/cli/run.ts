/** Parses and runs the command line. */

import { Command } from 'commander';
import { exitCode, exitCodesHelp, ownPackage, withoutSecrets } from './terminal/index.ts';

/** Loaded on demand, so that a command does not wait for the imports of others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init/index.ts')).initCommand(),
  dev: async () => (await import('./commands/dev/index.ts')).devCommand(),
  start: async () => (await import('./commands/start/index.ts')).startCommand(),
  channels: async () => (await import('./commands/channels/index.ts')).channelsCommand(),
  publish: async () => (await import('./commands/publish/index.ts')).publishCommand(),
  trigger: async () => (await import('./commands/trigger/index.ts')).triggerCommand(),
  tail: async () => (await import('./commands/tail/index.ts')).tailCommand(),
  subscriptions: async () => (await import('./commands/subscriptions/index.ts')).subscriptionsCommand(),
  doctor: async () => (await import('./commands/doctor/index.ts')).doctorCommand(),
};

const help = `
Examples:
  $ graphql-pusher init my-project
  $ graphql-pusher dev
  $ graphql-pusher publish said --arg roomId=dogs '{"text":"woof"}'
  $ graphql-pusher help tail
${exitCodesHelp}`;

const selected = commands[process.argv[2] ?? ''];
const program = new Command('graphql-pusher')
  .description('GraphQL subscriptions over Pusher Channels.')
  .version(ownPackage().version)
  .addHelpText('after', help);
for (const load of selected ? [selected] : Object.values(commands)) program.addCommand(await load());
for (const command of [program, ...program.commands]) {
  command.configureOutput({ outputError: (text, write) => write(withoutSecrets(text)) });
  command.exitOverride(({ code, exitCode: given }) => {
    // Commander exits with 1 for an invalid command line. Here, 1 means rejected.
    process.exit(given !== 0 && code !== 'commander.error' ? exitCode.unusable : given);
  });
}
await program.parseAsync();
