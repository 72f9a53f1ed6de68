import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** A certificate and its private key, in PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads a certificate and its private key. Throws Node's own error when a file cannot be read.
 *
 * @throws {Error} when the files are not a certificate and its key.
 */
export function readTls(certFile: string, keyFile: string): Tls {
  const cert = readFileSync(certFile, 'utf8');
  const key = readFileSync(keyFile, 'utf8');
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${certFile} and ${keyFile} are not a certificate and its private key in PEM: ${why}`, {
      cause,
    });
  }
  return { cert, key };
}
