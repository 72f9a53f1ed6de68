/** Bounds the bytes of missed results that answers hold in memory. What does not fit is left to a later request. */
export interface RecoveryBudget {
  /** Takes bytes for one operation. `undefined` when so little is left that the operation has to ask again. */
  take(): number | undefined;
  /** Gives back what `taken` bytes have not been used for. */
  settle(taken: number, used: number): void;
  /** Gives back everything: the answer has left. */
  release(): void;
}

/** The limits of {@link createRecoveryBudgets}, in bytes of JSON text. */
export interface RecoveryLimits {
  /** Of one HTTP request, over all operations of its batch. */
  readonly perRequest: number;
  /** Of all requests that have not been answered yet, in this process. */
  readonly atOnce: number;
}

export const defaultRecoveryLimits: RecoveryLimits = {
  perRequest: 4 * 1024 * 1024,
  atOnce: 32 * 1024 * 1024,
};

/** Fewer bytes than this are not worth a page. */
const smallestPage = 64 * 1024;

/** Makes the budget of each request. */
export function createRecoveryBudgets({ perRequest, atOnce }: RecoveryLimits): () => RecoveryBudget {
  let held = 0;
  return () => {
    let ours = 0;
    let isReleased = false;
    const change = (bytes: number): void => {
      if (isReleased) return;
      ours += bytes;
      held += bytes;
    };
    return {
      take() {
        // Half of what is left, so that the other operations of the batch get a page, too.
        const bytes = Math.ceil(Math.min((perRequest - ours) / 2, atOnce - held));
        if (bytes < smallestPage) return undefined;
        change(bytes);
        return bytes;
      },
      settle: (taken, used) => change(used - taken),
      release() {
        change(-ours);
        isReleased = true;
      },
    };
  };
}
