/** How often a server that stays up looks after what webhooks and publishers left behind, in ms. */
export interface MaintenanceIntervals {
  /** Sends what an outage or a crash left in mailboxes, removes what has expired. Default 5 s. */
  readonly sweep?: number;
  /** Compares registrations with the channels that are occupied. Default 60 s. */
  readonly reconcile?: number;
}

/**
 * Sweeps and reconciles until it is stopped, which resolves when the round that was under way has ended. A serverless
 * deployment calls the two from a cron instead.
 */
export function maintain(
  engine: { sweep(): Promise<void>; reconcile(): Promise<void> },
  onError: (error: unknown, where: string) => void,
  { sweep = 5_000, reconcile = 60_000 }: MaintenanceIntervals = {},
): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  const timers = [
    repeat(sweep, 'sweeping', engine.sweep),
    repeat(reconcile, 'reconciling', engine.reconcile),
  ];

  function repeat(milliseconds: number, what: string, work: () => Promise<void>): NodeJS.Timeout {
    let running: Promise<void> | undefined;
    const timer = setInterval(() => {
      // A slow round is not joined by the next one.
      if (running) return;
      const round = work()
        .catch((error: unknown) => onError(error, what))
        .finally(() => {
          running = undefined;
          underWay.delete(round);
        });
      running = round;
      underWay.add(round);
    }, milliseconds);
    return timer.unref();
  }

  return async () => {
    timers.forEach(clearInterval);
    await Promise.all(underWay);
  };
}
