export const said = 'subscription Said($room: ID!) { said(room: $room) { id text } }';

export interface SaidData {
  said: { id: string; text: string | null } | null;
}

export function textIn(data: SaidData | null | undefined): string {
  return data?.said?.text ?? 'no text';
}
