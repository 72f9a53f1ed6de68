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
  readonly mend?: string;
}

/** The message of an error, in one line. */
export function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s*\n\s*/g, ' ');
}
