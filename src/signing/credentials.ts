/** A key pair of an app. The key is public. The secret must stay on the servers. */
export interface Credentials {
  key: string;
  secret: string;
}
