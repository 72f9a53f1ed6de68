/** Loads a user's project: schema files, resolvers and config. */

export { conventionalFiles, loadProject } from './load-project.ts';
export { formatProblem, type Problem, ProjectError } from './problem.ts';
export { problemsOf } from './problems-of.ts';
export { isSchemaFile } from './schema-files.ts';
