/** A part of a schema that can have a description. */
export interface Described {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

/** Writes a TSDoc comment that ends with a line break. Returns an empty string if there is no text. */
export function tsdoc(
  { description, deprecationReason }: Described,
  { indent = '', more = [] }: { indent?: string; more?: readonly string[] } = {},
): string {
  const paragraphs = [
    description?.trim(),
    ...more,
    // An empty line within the reason would end the tag.
    deprecationReason != null &&
      `@deprecated ${deprecationReason
        .split('\n')
        .map((line) => line.trim())
        .join(' ')}`.trim(),
  ].filter((each) => typeof each === 'string' && each !== '');
  if (paragraphs.length === 0) return '';
  // Text of the schema must not end the comment.
  const lines = paragraphs.join('\n\n').replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
