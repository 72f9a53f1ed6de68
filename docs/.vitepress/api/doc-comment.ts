/** Converts TSDoc, as this repository writes it, to Markdown. */

/** Parts of a comment, each as Markdown. */
export interface DocComment {
  readonly text: string;
  readonly throws: readonly string[];
  readonly examples: readonly string[];
}

/** Parses a comment. `linkTo` returns the Markdown for a name in a `{@link}`. */
export function readDocComment(comment: string, linkTo: (name: string) => string): DocComment {
  const [text = '', ...tags] = comment.split(/^@(?=[a-z]+\b)/m).map((part) => markdownOf(part, linkTo));
  const of = (name: string): string[] =>
    tags
      .filter((tag) => tag.startsWith(`${name} `) || tag.startsWith(`${name}\n`))
      .map((tag) => tag.slice(name.length).trim());
  const parameters = [
    ...of('param').map((tag) => tag.replace(/^(\S+)\s*(-\s*)?/, '`$1`: ')),
    ...of('returns').map((tag) => `**Returns** ${tag}`),
    ...of('default').map((tag) => `Default: ${tag}`),
  ];
  return {
    text: [text, ...parameters].filter((part) => part !== '').join('\n\n'),
    throws: of('throws').map((tag) => tag.replace(/^\{(\w+)\}/, (_, name: string) => linkTo(name))),
    examples: of('example'),
  };
}

function markdownOf(text: string, linkTo: (name: string) => string): string {
  return text.replaceAll(/\{@link (\w+)[^}]*\}/g, (_, name: string) => linkTo(name)).trim();
}
