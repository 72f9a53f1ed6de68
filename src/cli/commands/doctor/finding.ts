import { oneLine } from '../../terminal/index.ts';

/** What one check has found. */
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
  /** One line. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** The message of an error and of its causes, in one line: `fetch failed` alone explains nothing. */
export function lineOf(error: unknown): string {
  const messages = messagesOf(error).map((each) => each.replace(/\.$/, ''));
  return oneLine([...new Set(messages)].join(': '));
}

function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  // A host with several addresses fails with one error for each, and no message.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own = error.message === '' ? [] : [error.message];
  return inner === undefined ? own : [...own, ...messagesOf(inner)];
}

/** How to make Node trust a certificate, where a message is about that; `undefined` for other messages. */
export function fixCertificate(message: string): string | undefined {
  if (!/certificate|CERT_|altnames/i.test(message)) return undefined;
  return 'Start Node with NODE_EXTRA_CA_CERTS=FILE, the PEM of the authority that signed the certificate (of a self-signed one, the certificate itself). The name in it must be that of the host, and browsers must trust it, too.';
}
