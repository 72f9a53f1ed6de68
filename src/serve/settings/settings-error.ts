/** A setting that cannot be used; the message is one line for whoever starts the server. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
