/** What a schema says of its own parts. */
export interface Described {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

/** A TSDoc comment with a line break behind it; empty when there is nothing to say. */
export function tsdoc(
  { description, deprecationReason }: Described,
  { indent = '', more = [] }: { indent?: string; more?: readonly string[] } = {},
): string {
  const paragraphs = [
    description?.trim(),
    ...more,
    // A reason of many lines would end the tag at its first empty line.
    deprecationReason != null &&
      `@deprecated ${deprecationReason
        .split('\n')
        .map((line) => line.trim())
        .join(' ')}`.trim(),
  ].filter((each) => typeof each === 'string' && each !== '');
  if (paragraphs.length === 0) return '';
  // Words of the schema must not end the comment.
  const lines = paragraphs.join('\n\n').replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
