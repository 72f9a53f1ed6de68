import { formatProblem, loadProject, problemsOf } from '../../project/index.ts';
import type { Finding } from './finding.ts';

/** Checks that this Node runs TypeScript. */
export function checkNode(): Finding {
  if (process.features.typescript)
    return { check: 'node', status: 'ok', message: `${process.version} runs TypeScript` };
  return {
    check: 'node',
    status: 'warning',
    message: `${process.version} does not run TypeScript`,
    fix: 'Use Node 22.18, or 24 and later, or write resolvers and config in JavaScript.',
  };
}

/** Loads the project in a folder without serving it. */
export async function checkProject(folder: string): Promise<Finding> {
  try {
    await loadProject(folder);
    return { check: 'project', status: 'ok', message: 'schema and resolvers are valid' };
  } catch (error) {
    const problems = problemsOf(error, folder);
    const isMissing = problems.every(({ message }) => message.startsWith('there is no schema'));
    // An application that calls `createGateway` itself has no project. That is not a problem.
    if (isMissing) return { check: 'project', status: 'skipped', message: 'this folder has no project' };
    const message = problems.map(formatProblem).join('; ');
    return {
      check: 'project',
      status: 'problem',
      message,
      fix: 'Fix the file. graphql-pusher dev confirms the fix when you save.',
    };
  }
}
