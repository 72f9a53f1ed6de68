/** Main file of the process that serves one version of a project. `version-process.ts` starts it. */

import { type Served, serve } from '../../../serve/index.ts';
import { operatorRules } from '../../../serve/internal.ts';
import { loadProject, problemsOf } from '../../project/index.ts';
import { recordLoadedFiles } from './loaded-files.ts';
import type { FromVersion, ToVersion } from './version-message.ts';

const folder = process.cwd();
const loaded = recordLoadedFiles();
let served: Served | undefined;

function send(message: FromVersion): void {
  process.send?.(message);
}

async function load({ settings }: Extract<ToVersion, { type: 'load' }>): Promise<void> {
  let schemaPaths: readonly string[] = [];
  try {
    const { options, ...project } = await loadProject(folder, loaded);
    schemaPaths = project.schemaPaths;
    served = await serve({ ...options, rules: { ...operatorRules, ...options.rules }, settings });
    const port = Number(new URL(served.url).port);
    send({
      type: 'loaded',
      port,
      acceptsOperatorTokens: !options.authenticate,
      files: [...loaded],
      schemaPaths,
    });
  } catch (error) {
    send({ type: 'broken', problems: problemsOf(error, folder), files: [...loaded], schemaPaths });
    process.disconnect();
  }
}

async function takeOver({ before }: Extract<ToVersion, { type: 'takeOver' }>): Promise<void> {
  if (!served) return;
  const { gateway } = served;
  const revalidated = await gateway.revalidate(before);
  send({ type: 'serving', signature: gateway.signature, ...revalidated });
}

async function finish(): Promise<void> {
  await served?.close();
  process.exit(0);
}

process.on('message', (message: ToVersion) => {
  if (message.type === 'load') void load(message);
  else if (message.type === 'takeOver') void takeOver(message);
  else void finish();
});
// Ctrl-C signals the whole process group. The parent decides when this process ends.
process.on('SIGINT', () => undefined);
// Nothing else ends this process if the parent crashes.
process.on('disconnect', () => process.exit(0));
