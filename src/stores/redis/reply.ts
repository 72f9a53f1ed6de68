/** Parsers for the replies of scripts. `undefined` and `null` both stand for Lua's `false`. */

export function isNothing(reply: unknown): reply is null | undefined {
  return reply === null || reply === undefined;
}

export function listOf(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply))
    throw new TypeError(`Redis returned ${typeof reply} where the store's script returns a list.`);
  return reply;
}

export function textsOf(reply: unknown): string[] {
  return listOf(reply).map(String);
}

/** `[a, 1, b, 2]` → `[[a, 1], [b, 2]]`. */
export function pairsOf(reply: unknown): [string, string][] {
  const texts = textsOf(reply);
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < texts.length; index += 2) {
    pairs.push([texts[index] ?? '', texts[index + 1] ?? '']);
  }
  return pairs;
}
