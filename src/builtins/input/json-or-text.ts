import { parseExactJson } from '../../protocol/index.ts';

/**
 * The data of a Pusher event as every SDK reads it: JSON where it is JSON, and else the text itself. Also the text where
 * a number in it would be rounded.
 */
export function jsonOrText(data: string): unknown {
  try {
    return parseExactJson(data);
  } catch {
    // No error: data may be any text.
    return data;
  }
}
