import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { InexactNumberError, parseExactJson } from '../../protocol/index.ts';
import { CommandFailure } from './command-failure.ts';

/** Parses JSON from the command line, or from stdin for `-`. @throws {CommandFailure} for invalid JSON. */
export function parseJsonArgument(name: string, text: string | undefined): unknown {
  if (text === undefined) return null;
  const json = text === '-' ? readFileSync(0, 'utf8') : text;
  try {
    return parseExactJson(json);
  } catch (cause) {
    if (cause instanceof InexactNumberError)
      throw new CommandFailure(`<${name}>: ${cause.message}.`, 'unusable', { cause });
    throw new CommandFailure(
      `<${name}> is not JSON (a string needs quotes: '"hello"'): ${json}`,
      'unusable',
      {
        cause,
      },
    );
  }
}

/** Parses `--arg roomId=42`, or `--arg viewer.sub=ada` for a nested value. Values are strings. */
export function parsePair(text: string, previous: Record<string, unknown> = {}): Record<string, unknown> {
  const [, path = '', value = ''] = /^([\w.]+)=(.*)$/s.exec(text) ?? [];
  if (path === '') throw new InvalidArgumentError('Use name=value, such as roomId=42.');
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...previous, [first]: value };
  const inside = previous[first] ?? {};
  if (typeof inside !== 'object') throw new InvalidArgumentError(`"${first}" already has a value.`);
  return { ...previous, [first]: parsePair(`${rest.join('.')}=${value}`, { ...inside }) };
}
