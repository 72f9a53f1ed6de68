/** A client that can read encrypted channels: with the build of pusher-js that brings the cipher along. */
// #region client
import { type Client, createClient } from 'graphql-pusher/client';
import Pusher from 'pusher-js/with-encryption';

export function connect(url: string, token: string): Client {
  return createClient({ url, Pusher, headers: { authorization: `Bearer ${token}` } });
}
// #endregion client
