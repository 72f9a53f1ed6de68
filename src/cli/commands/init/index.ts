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
Writes package.json, schema/schema.graphql, resolvers.ts, said.graphql (for tail), .env.example, .gitignore and
README.md. Downloads nothing and keeps existing files. Fails if the folder already contains a project.

Examples:
  $ graphql-pusher init my-project
  $ graphql-pusher init . --json
${exitCodesHelp}`;

export function initCommand(): Command {
  return new Command('init')
    .description('Create a project.')
    .argument('[folder]', 'folder of the project', '.')
    .option('--json', 'print the written files as one JSON document')
    .addHelpText('after', help)
    .action(failing(run));
}

async function run(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  const where = resolve(folder);
  const existing = ['schema', ...conventionalFiles].find((each) => existsSync(join(where, each)));
  if (existing)
    throw new CommandFailure(
      `${join(folder, existing)} already exists. Choose a folder without a project.`,
      'refused',
    );
  const manifest = manifestIn(where);
  const written: string[] = [];
  for (const [name, text] of Object.entries(
    projectFiles(basename(where), !manifest || manifest.type === 'module'),
  )) {
    const file = join(where, name);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(name);
  }
  const steps = [...(folder === '.' ? [] : [`cd ${folder}`]), ...stepsIn(where, manifest)];
  const next = steps.join(' && ');
  createPrinter(json).print({ folder: where, written, next }, [...written, '', `Next: ${next}`].join('\n'));
}

const manifestShape = z.object({
  type: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

/** Reads the existing `package.json`, if any. */
function manifestIn(folder: string): z.infer<typeof manifestShape> | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return manifestShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new CommandFailure(`${file} is not a valid package.json. Fix it, or remove it.`, 'unusable', {
      cause,
    });
  }
}

/** Commands that lead from the new folder to a running gateway. */
function stepsIn(folder: string, manifest: z.infer<typeof manifestShape> | undefined): string[] {
  const checkout = ownCheckout();
  const isBuilt = checkout === undefined || existsSync(join(checkout, 'dist/cli/main.js'));
  const install = manifest ? `npm install ${quoted(ownSpecifier())} graphql pusher-js` : 'npm install';
  return [
    ...(existsSync(join(folder, 'node_modules/graphql-pusher'))
      ? []
      : [...(isBuilt ? [] : [`npm --prefix ${quoted(checkout)} run build`]), install]),
    manifest && manifest.scripts?.dev !== 'graphql-pusher dev' ? 'npx graphql-pusher dev' : 'npm run dev',
  ];
}

/** Quotes a specifier for a shell. A version becomes `graphql-pusher@version`. */
function quoted(specifier: string): string {
  const word = specifier.startsWith('^') ? `graphql-pusher@${specifier}` : specifier;
  return /^[\w@/:.^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
