import type { Parsed } from '../values/index.ts';
/** The `name` of `@channel`: literal text with `{argument}` and `{viewer.claim}` in it. */

/** A stretch of a template. */
export type TemplatePart =
  | { readonly literal: string }
  | { readonly argument: string }
  | { readonly claim: string };

export interface ChannelTemplate {
  /** As written. */
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  /** Names of arguments, each once. */
  readonly arguments: readonly string[];
  /** Names of claims, each once. */
  readonly claims: readonly string[];
}

/** Between two values only this tells where one ends, so no value may hold it. */
export const separator = ';';

/** What may stand for a placeholder. */
const valuePattern = /^[\w\-=@,.]+$/;

const literalPattern = /^[\w\-=@,.;]+$/;
const placeholderPattern = /^(viewer\.)?([A-Za-z_]\w*)$/;

export function parseTemplate(text: string): Parsed<ChannelTemplate> {
  const parts: TemplatePart[] = [];
  // Splitting with a group keeps the placeholders at the odd places.
  for (const [index, piece] of text.split(/\{([^{}]*)\}/).entries()) {
    if (index % 2 === 0) {
      if (piece === '') continue;
      if (/[{}]/.test(piece)) return { problem: `"${text}" has a brace without its partner` };
      if (!literalPattern.test(piece)) {
        return {
          problem: `"${piece}" holds a character that Pusher forbids in a channel name; allowed are A-Z a-z 0-9 _ - = @ , . ;`,
        };
      }
      parts.push({ literal: piece });
    } else {
      const [, viewer, name] = placeholderPattern.exec(piece) ?? [];
      if (name === undefined) return { problem: `"{${piece}}" is neither {argument} nor {viewer.claim}` };
      parts.push(viewer ? { claim: name } : { argument: name });
    }
  }
  if (parts.length === 0) return { problem: 'the name is empty' };
  for (const [index, part] of parts.entries()) {
    const next = parts.slice(index + 1).find((each) => !('literal' in each));
    if ('literal' in part || next === undefined) continue;
    const between = parts[index + 1];
    if (!between || !('literal' in between) || !between.literal.includes(separator)) {
      return {
        problem: `two placeholders of "${text}" need a "${separator}" between them, or their values could not be told apart`,
      };
    }
  }
  return {
    value: {
      text,
      parts,
      arguments: [...new Set(parts.flatMap((part) => ('argument' in part ? [part.argument] : [])))],
      claims: [...new Set(parts.flatMap((part) => ('claim' in part ? [part.claim] : [])))],
    },
  };
}

/** The name with the values in their places. */
export function fillTemplate(
  template: ChannelTemplate,
  args: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): Parsed<string> {
  let name = '';
  for (const part of template.parts) {
    if ('literal' in part) {
      name += part.literal;
      continue;
    }
    const [label, raw] =
      'argument' in part
        ? [`argument "${part.argument}"`, args[part.argument]]
        : [`claim "${part.claim}"`, claims[part.claim]];
    if (raw === undefined || raw === null) {
      return { problem: `${label} is missing, and the channel "${template.text}" needs it` };
    }
    const value = textOf(raw);
    if (value === undefined)
      return { problem: `${label} is neither a text nor a number, so no channel can be named by it` };
    if (!valuePattern.test(value)) {
      return {
        problem: `${label} cannot be part of a channel name: use A-Z a-z 0-9 _ - = @ , . and at least one of them`,
      };
    }
    name += value;
  }
  return { value: name };
}

/** A value as it stands in a name; `undefined` for one that cannot. A list of one text is not that text. */
export function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value) ? String(value) : undefined;
}

/** The number or boolean that a text is the way to write of: `007` is not how 7 is written. */
export function valuesWrittenAs(text: string): (number | boolean)[] {
  return [Number(text), text === 'true'].filter((each) => String(each) === text);
}

/** Whether a value may stand for a placeholder. */
export function canBeNamed(value: unknown): boolean {
  return valuePattern.test(textOf(value) ?? '');
}

/** The inverse of {@link fillTemplate}: the values as text, or `undefined` when the name is not of this template. */
export function matchTemplate(
  template: ChannelTemplate,
  name: string,
): { args: Record<string, string>; claims: Record<string, string> } | undefined {
  const pattern = template.parts
    .map((part) => ('literal' in part ? escapeRegExp(part.literal) : '([\\w\\-=@,.]+)'))
    .join('');
  const values = new RegExp(`^${pattern}$`).exec(name)?.slice(1);
  if (!values) return undefined;
  const found = { args: {} as Record<string, string>, claims: {} as Record<string, string> };
  const placeholders = template.parts.filter((part) => !('literal' in part));
  for (const [index, part] of placeholders.entries()) {
    const value = values[index] ?? '';
    const [into, key] =
      'claim' in part ? [found.claims, part.claim] : [found.args, 'argument' in part ? part.argument : ''];
    // A placeholder that stands twice must have the same value in both places.
    if (Object.hasOwn(into, key) && into[key] !== value) return undefined;
    into[key] = value;
  }
  return found;
}

/** Whether some name is of both templates. */
export function templatesOverlap(one: ChannelTemplate, other: ChannelTemplate): boolean {
  const left = tokensOf(one);
  const right = tokensOf(other);
  const seen = new Set<number>();
  // Walks both templates as automata: a placeholder takes one character or more.
  const meet = (i: number, j: number, insideLeft: boolean, insideRight: boolean): boolean => {
    const key = ((i * (right.length + 1) + j) * 2 + Number(insideLeft)) * 2 + Number(insideRight);
    if (seen.has(key)) return false;
    seen.add(key);
    if (insideLeft && meet(i + 1, j, false, insideRight)) return true;
    if (insideRight && meet(i, j + 1, insideLeft, false)) return true;
    const a = left[i];
    const b = right[j];
    if (a === undefined || b === undefined) return a === b;
    if (a === placeholder) {
      if (b === placeholder) return meet(i, j, true, true);
      return valuePattern.test(b) && meet(i, j + 1, true, false);
    }
    if (b === placeholder) return valuePattern.test(a) && meet(i + 1, j, false, true);
    return a === b && meet(i + 1, j + 1, false, false);
  };
  return meet(0, 0, false, false);
}

const placeholder = Symbol('placeholder');

function tokensOf(template: ChannelTemplate): (string | typeof placeholder)[] {
  return template.parts.flatMap<string | typeof placeholder>((part) =>
    'literal' in part ? [...part.literal] : [placeholder],
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
