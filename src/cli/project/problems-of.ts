import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { GraphQLError } from 'graphql';
import { ChannelSchemaError } from '../../index.ts';
import { type Problem, ProjectError } from './problem.ts';

/** Converts an error of a project's files to problems: one line each, with file and line if known. */
export function problemsOf(error: unknown, folder: string): Problem[] {
  if (error instanceof ProjectError) return [...error.problems];
  if (error instanceof ChannelSchemaError) {
    return error.problems.map(({ field, message, location }) => ({
      message: `Subscription.${field}: ${message}`,
      ...(location && { file: location.source, line: location.line, column: location.column }),
    }));
  }
  if (error instanceof GraphQLError) return [problemOfGraphQL(error)];
  if (!(error instanceof Error)) return [{ message: String(error) }];
  const [message = error.name] = stripVTControlCharacters(error.message).split('\n');
  return [{ message, ...placeIn(error, folder) }];
}

function problemOfGraphQL(error: GraphQLError): Problem {
  const [place] = error.locations ?? [];
  return {
    message: error.message,
    ...(error.source && place && { file: error.source.name, line: place.line, column: place.column }),
  };
}

/** Finds the first place in the project that the stack names. For a syntax error, Node puts it before the stack. */
function placeIn(error: Error, folder: string): Partial<Problem> {
  for (const line of (error.stack ?? '').split('\n')) {
    const [, url, row, column] = /(file:\/\/[^\s:)]+):(\d+)(?::(\d+))?/.exec(line) ?? [];
    const file = url && relativeTo(folder, fileURLToPath(url));
    if (file) return { file, line: Number(row), ...(column && { column: Number(column) }) };
  }
  const [, importer] = /imported from (\/\S+)/.exec(error.message) ?? [];
  const file = importer && relativeTo(folder, importer);
  return file ? { file } : {};
}

/** The folder of this package, which may be a checkout outside `node_modules`. */
const ownFolder = join(import.meta.dirname, '../../');

/** Returns `undefined` for a file of a package. */
function relativeTo(folder: string, path: string): string | undefined {
  if (path.startsWith(ownFolder)) return undefined;
  const file = relative(folder, path);
  return /(^|\/)node_modules\//.test(file) || file.startsWith('../..') ? undefined : file;
}
