/**
 * How long Redis keeps what has no end of its own, in ms, counted from the last time it was touched.
 * Registrations and logs end with the registration's own `ttl`.
 */
const day = 24 * 60 * 60 * 1_000;

export const lifetimes = {
  /** A mailbox that nobody drained for so long belongs to a system that is gone. */
  mailbox: 7 * day,
  /** Longer than the mailbox, since it leads there. */
  waiting: 8 * day,
  lease: day,
  deadLetters: 30 * day,
  /** A generation without operations. Longer than any `authorize` takes; after it the topic gets another generation. */
  generation: 10 * 60 * 1_000,
  /**
   * How much longer than a registration the indexes lead to it. They are written first, and in a cluster by the clock of
   * another node, so this covers what passes in between and a step of that clock.
   */
  indexSlack: 10 * 60 * 1_000,
} as const;
