/** A client that decrypts encrypted channels, with the build of pusher-js that includes the cipher. */
// #region client
import { type Client, createClient } from 'graphql-pusher/client';
import Pusher from 'pusher-js/with-encryption';

export function connect(url: string, token: string): Client {
  return createClient({ url, Pusher, headers: { authorization: `Bearer ${token}` } });
}
// #endregion client
