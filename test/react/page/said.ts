import type { TypedQuery } from '../../../src/client/index.ts';

/** As the client preset types a document. */
export const said = 'subscription Said($room: ID!) { said(room: $room) { id text } }' as TypedQuery<
  { said: { id: string; text: string | null } | null },
  { room: string }
>;
