import { createHash } from 'node:crypto';

/** What publishers publish: numbered, and with a text that shows whether it arrived whole. */
export interface Said {
  readonly publisher: string;
  readonly number: number;
  readonly text: string;
}

/** Rooms that are published to. The last one is encrypted. */
export const rooms = ['a', 'b', 'c', 'secret'] as const;

/** The subscription field of a room. */
export function fieldOf(room: string): 'said' | 'whispered' {
  return room === 'secret' ? 'whispered' : 'said';
}

/** A text of this length that compression does not shorten, the same for the same words. */
export function textOf(publisher: string, number: number, length: number): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha512').update(`${publisher} ${number} ${block}`).digest('base64url');
  }
  return text.slice(0, length);
}

/** Names an event in logs and reports. */
export function keyOf({ publisher, number }: Pick<Said, 'publisher' | 'number'>): string {
  return `${publisher}#${number}`;
}
