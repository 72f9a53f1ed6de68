/** Resolves when the process is to end: by Ctrl-C, or by whoever runs it. A second signal ends it at once. */
export function waitForShutdownSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGTERM', stop).off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}
