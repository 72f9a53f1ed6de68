import { formatProblem, loadProject, problemsOf } from '../../project/index.ts';
import type { Finding } from './finding.ts';

export function checkNode(): Finding {
  if (process.features.typescript)
    return { check: 'node', status: 'ok', message: `${process.version} runs TypeScript as it is` };
  return {
    check: 'node',
    status: 'warning',
    message: `${process.version} does not run TypeScript`,
    fix: 'Take Node 22.18 or 24 and above, or write resolvers and config in JavaScript.',
  };
}

/** Whether the project in a folder can be read; nothing is served. */
export async function checkProject(folder: string): Promise<Finding> {
  try {
    await loadProject(folder);
    return { check: 'project', status: 'ok', message: 'schema and resolvers can be read' };
  } catch (error) {
    const problems = problemsOf(error, folder);
    const isMissing = problems.every(({ message }) => message.startsWith('there is no schema'));
    // Who serves a gateway by code of their own has no project, and that is no fault.
    if (isMissing) return { check: 'project', status: 'skipped', message: 'there is none in this folder' };
    const message = problems.map(formatProblem).join('; ');
    return { check: 'project', status: 'problem', message, fix: 'Mend it there; dev tells when it is.' };
  }
}
