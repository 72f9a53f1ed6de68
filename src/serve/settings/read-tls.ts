import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** A certificate and its private key, both PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads a certificate and its key from files. Throws Node's own error for a file that is not there.
 * @throws {Error} for files that do not belong together.
 */
export function readTls(certFile: string, keyFile: string): Tls {
  const cert = readFileSync(certFile, 'utf8');
  const key = readFileSync(keyFile, 'utf8');
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${certFile} and ${keyFile} are no certificate and its key: ${why}`, { cause });
  }
  return { cert, key };
}
