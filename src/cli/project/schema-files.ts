import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  buildASTSchema,
  concatAST,
  type DocumentNode,
  type GraphQLError,
  KnownDirectivesRule,
  KnownTypeNamesRule,
  parse,
  Source,
  type ValidationContext,
  validateSchema,
  visit,
  visitInParallel,
} from 'graphql';
import { channelTypeDefs } from '../../index.ts';
import { type Problem, ProjectError } from './problem.ts';
import { problemsOf } from './problems-of.ts';

/** Checks the extension of a file name. */
export const isSchemaFile = (name: string): boolean => /\.(graphql|gql)$/.test(name);

/** Finds the SDL files in these files and folders, in the same order on every machine. Paths are absolute. */
export function findSchemaFiles(folder: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const whole = join(folder, path);
    if (!existsSync(whole)) return [];
    if (!statSync(whole).isDirectory()) return [whole];
    const inside = readdirSync(whole, { recursive: true, encoding: 'utf8' });
    return inside
      .filter(isSchemaFile)
      .sort()
      .map((each) => join(whole, each));
  });
}

/** Parses SDL files. Sources are named relative to the project. @throws {ProjectError} with all problems. */
export function readSchemaFiles(folder: string, files: readonly string[]): DocumentNode[] {
  const documents: DocumentNode[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      documents.push(parse(new Source(readFileSync(file, 'utf8'), relative(folder, file))));
    } catch (error) {
      problems.push(...problemsOf(error, folder));
    }
  }
  if (problems.length === 0)
    problems.push(...sdlErrors(documents).flatMap((each) => problemsOf(each, folder)));
  if (problems.length > 0) throw new ProjectError(problems);
  return documents;
}

/** Finds errors that GraphQL would report later without their place. */
function sdlErrors(documents: readonly DocumentNode[]): readonly GraphQLError[] {
  const all = concatAST([...documents, parse(channelTypeDefs)]);
  const errors: GraphQLError[] = [];
  // Only the members that these two rules use. GraphQL does not export its context for SDL.
  const context = {
    getDocument: () => all,
    getSchema: () => undefined,
    reportError: (error: GraphQLError) => void errors.push(error),
  } as unknown as ValidationContext;
  visit(all, visitInParallel([KnownTypeNamesRule(context), KnownDirectivesRule(context)]));
  // Only the gateway merges types that are defined in several places.
  if (errors.length > 0 || hasDuplicateNames(all)) return errors;
  return validateSchema(buildASTSchema(all, { assumeValidSDL: true }));
}

function hasDuplicateNames({ definitions }: DocumentNode): boolean {
  const names = definitions.flatMap((each) =>
    each.kind.endsWith('TypeDefinition') && 'name' in each ? [each.name?.value] : [],
  );
  return new Set(names).size < names.length;
}
