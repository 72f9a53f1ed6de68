/** A problem of a project, with its place. */
export interface Problem {
  readonly message: string;
  /** Relative to the project. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

/** An invalid project. The message has one line per problem. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(formatProblem).join('\n'), options);
    this.problems = problems;
  }
}

/** `schema/chat.graphql:3:12 Unknown type "Foo".` */
export function formatProblem({ message, file, line, column }: Problem): string {
  const place = [file, line, column].filter((each) => each !== undefined).join(':');
  return place ? `${place} ${message}` : message;
}
