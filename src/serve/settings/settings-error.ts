/** An invalid setting. The message is one line: which setting, what is wrong and how to fix it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Converts Node's error for a port in use to a {@link SettingsError}. Returns other errors unchanged. */
export function describePortInUse(setting: 'PORT' | 'CHANNELS_PORT', error: unknown): unknown {
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code !== 'EADDRINUSE') return error;
  return new SettingsError(
    `${setting}: another process is listening on ${address}:${port}. Stop that process, or set ${setting} to a free port.`,
    { cause: error },
  );
}
