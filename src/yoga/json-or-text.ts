/** The data of a Pusher event as every SDK reads it: JSON where it is JSON, and else the text itself. */
export function jsonOrText(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // No error: data may be any text.
    return data;
  }
}
