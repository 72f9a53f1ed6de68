/** A client that renews its token. */
import { type Client, createClient } from 'graphql-pusher/client';

export function connect(url: string, renewedToken: () => Promise<string>): Client {
  // #region headers
  return createClient({
    url,
    // Called for each request, so that a reconnect uses the newest token.
    headers: async () => ({ authorization: `Bearer ${await renewedToken()}` }),
  });
  // #endregion headers
}
