/** `graphql-pusher init`: writes a new project. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { conventionalFiles } from '../../project/index.ts';
import {
  CommandFailure,
  createPrinter,
  exitCodesHelp,
  failing,
  ownCheckout,
  ownSpecifier,
} from '../../terminal/index.ts';
import { projectFiles } from './project-files.ts';

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
  const taken = ['schema', ...conventionalFiles].find((each) => existsSync(join(where, each)));
  if (taken)
    throw new CommandFailure(`${join(folder, taken)} is there already: is this a project?`, 'refused');
  const before = manifestIn(where);
  const written: string[] = [];
  for (const [name, text] of Object.entries(
    projectFiles(basename(where), !before || before.type === 'module'),
  )) {
    const file = join(where, name);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(name);
  }
  const steps = [...(folder === '.' ? [] : [`cd ${folder}`]), ...stepsIn(where, before)];
  const next = steps.join(' && ');
  createPrinter(json).print({ folder: where, written, next }, [...written, '', `Next: ${next}`].join('\n'));
}

const manifestShape = z.object({
  type: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

/** The `package.json` that somebody else has written, if any. */
function manifestIn(folder: string): z.infer<typeof manifestShape> | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return manifestShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read as a package.json`, 'unusable', { cause });
  }
}

/** From the folder to a gateway that runs. */
function stepsIn(folder: string, before: z.infer<typeof manifestShape> | undefined): string[] {
  const checkout = ownCheckout();
  const isBuilt = checkout === undefined || existsSync(join(checkout, 'dist/cli/main.js'));
  const install = before ? `npm install ${quoted(ownSpecifier())} graphql pusher-js` : 'npm install';
  return [
    ...(existsSync(join(folder, 'node_modules/graphql-pusher'))
      ? []
      : [...(isBuilt ? [] : [`npm --prefix ${quoted(checkout)} run build`]), install]),
    before && before.scripts?.dev !== 'graphql-pusher dev' ? 'npx graphql-pusher dev' : 'npm run dev',
  ];
}

/** As a shell takes it for one word; a version is one of this package's. */
function quoted(specifier: string): string {
  const word = specifier.startsWith('^') ? `graphql-pusher@${specifier}` : specifier;
  return /^[\w@/:.^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
