import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { InexactNumberError, parseExactJson } from '../../protocol/index.ts';
import { CommandFailure } from './command-failure.ts';

/** JSON from the command line; `-` reads it from stdin. @throws {CommandFailure} for anything else. */
export function parseJsonArgument(name: string, text: string | undefined): unknown {
  if (text === undefined) return null;
  const json = text === '-' ? readFileSync(0, 'utf8') : text;
  try {
    return parseExactJson(json);
  } catch (cause) {
    if (cause instanceof InexactNumberError)
      throw new CommandFailure(`<${name}>: ${cause.message}.`, 'unusable', { cause });
    throw new CommandFailure(`<${name}> is not JSON (a text needs quotes: '"hello"'): ${json}`, 'unusable', {
      cause,
    });
  }
}

/** `--arg roomId=42`, and with a dot for what lies inside: `--arg viewer.sub=ada`. Values are texts. */
export function parsePair(text: string, previous: Record<string, unknown> = {}): Record<string, unknown> {
  const [, path = '', value = ''] = /^([\w.]+)=(.*)$/s.exec(text) ?? [];
  if (path === '') throw new InvalidArgumentError('It is name=value, as in roomId=42.');
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...previous, [first]: value };
  const inside = previous[first] ?? {};
  if (typeof inside !== 'object')
    throw new InvalidArgumentError(`"${first}" has a value of its own already.`);
  return { ...previous, [first]: parsePair(`${rest.join('.')}=${value}`, { ...inside }) };
}
