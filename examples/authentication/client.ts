/** A client whose token may expire. */
import { type Client, createClient } from 'graphql-pusher/client';

export function connect(url: string, renewedToken: () => Promise<string>): Client {
  // #region headers
  return createClient({
    url,
    // Asked at each request: on a reconnect the newest token is used.
    headers: async () => ({ authorization: `Bearer ${await renewedToken()}` }),
  });
  // #endregion headers
}
