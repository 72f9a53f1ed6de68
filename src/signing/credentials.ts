/** What an application signs with. The key is public, the secret never leaves the servers. */
export interface Credentials {
  key: string;
  secret: string;
}
