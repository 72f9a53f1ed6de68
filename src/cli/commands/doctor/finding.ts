/** The result of one check. */
export interface Finding {
  readonly check:
    | 'node'
    | 'settings'
    | 'project'
    | 'store'
    | 'pusher'
    | 'clients'
    | 'clock'
    | 'gateway'
    | 'webhooks';
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  /** A single line. */
  readonly message: string;
  /** How to fix it. */
  readonly fix?: string;
}

/** Returns how to make Node trust a certificate if the message is about one, `undefined` otherwise. */
export function fixCertificate(message: string): string | undefined {
  if (!/certificate|CERT_|altnames/i.test(message)) return undefined;
  return 'Set NODE_EXTRA_CA_CERTS=FILE to the PEM of the certificate authority, or of the certificate itself if it is self-signed. The certificate must name the host, and browsers must trust it too.';
}
