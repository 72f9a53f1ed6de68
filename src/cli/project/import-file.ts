import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectError } from './problem.ts';
import { problemsOf } from './problems-of.ts';

/**
 * Imports a file of the project.
 *
 * @throws {ProjectError} with the file and line of the problem.
 */
export async function importFile(
  folder: string,
  file: string,
  loaded: ReadonlySet<string>,
): Promise<Record<string, unknown>> {
  if (/\.[mc]?ts$/.test(file) && !process.features.typescript) {
    const message = `this Node (${process.version}) does not run TypeScript. Use Node 22.18, or 24 and later, or write the file in JavaScript`;
    throw new ProjectError([{ file: relative(folder, file), message }]);
  }
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const problems = problemsOf(error, folder).map((problem) =>
      problem.file === undefined && error instanceof SyntaxError
        ? { ...problem, ...syntaxErrorIn(folder, [...loaded, file]) }
        : problem,
    );
    throw new ProjectError(problems, { cause: error });
  }
}

/** The error of an `import()` lacks the place of a syntax error in JavaScript. `node --check` on each file finds it. */
function syntaxErrorIn(folder: string, files: readonly string[]): { file?: string; line?: number } {
  for (const file of new Set(files.toReversed())) {
    if (!/\.[mc]?js$/.test(file)) continue;
    const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    const [, line] = /:(\d+)$/m.exec(stderr.split('\n')[0] ?? '') ?? [];
    if (status !== 0) return { file: relative(folder, file), ...(line && { line: Number(line) }) };
  }
  return {};
}
