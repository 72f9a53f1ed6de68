/** Resolves when the process is to end: by Ctrl-C, or by whoever runs it. */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
