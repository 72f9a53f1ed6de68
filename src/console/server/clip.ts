/** Characters of an event or a result that the console shows: enough to recognize it. */
const longest = 2_000;

/** The beginning of a text, and that something follows. */
export function clip(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
