import type { TypedQuery } from '../../../src/client/index.ts';

/** A document with the types of the client preset. */
export const said = 'subscription Said($room: ID!) { said(room: $room) { id text } }' as TypedQuery<
  { said: { id: string; text: string | null } | null },
  { room: string }
>;
