import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandFailure, exitCodesHelp, failing } from '../command-failure.ts';
import { projectFiles } from '../init/project-files.ts';
import { createPrinter } from '../print.ts';

const help = `
Writes package.json, schema/schema.graphql, resolvers.ts, said.graphql (to be tailed), .env.example, .gitignore and
README.md; nothing is downloaded. Files that are there already stay as they are, and a folder that holds a project is refused.

Examples:
  $ graphql-pusher init my-project
  $ graphql-pusher init . --json
${exitCodesHelp}`;

/** `graphql-pusher init`: a project to begin with. */
export function initCommand(): Command {
  return new Command('init')
    .description('Make a new project.')
    .argument('[folder]', 'where', '.')
    .option('--json', 'print what was written as one JSON document')
    .addHelpText('after', help)
    .action(failing(run));
}

async function run(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  const where = resolve(folder);
  const taken = ['schema', 'resolvers.ts', 'graphql-pusher.config.ts'].find((each) =>
    existsSync(join(where, each)),
  );
  if (taken)
    throw new CommandFailure(`${join(folder, taken)} is there already: is this a project?`, 'refused');
  const written: string[] = [];
  for (const [name, text] of Object.entries(projectFiles(basename(where)))) {
    const file = join(where, name);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(name);
  }
  const isInstalled =
    existsSync(join(where, 'node_modules')) &&
    readdirSync(join(where, 'node_modules')).includes('graphql-pusher');
  const steps = [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    ...(isInstalled ? [] : ['npm install']),
    'npm run dev',
  ];
  const next = steps.join(' && ');
  createPrinter(json).print({ folder: where, written, next }, [...written, '', `Next: ${next}`].join('\n'));
}
