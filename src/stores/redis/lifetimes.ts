/**
 * How long Redis keeps data that has no `ttl` of its own, in ms since the last write. Registrations and logs expire
 * with the registration's `ttl`.
 */
const day = 24 * 60 * 60 * 1_000;

export const lifetimes = {
  /** A mailbox without activity for this long belongs to a system that no longer runs. */
  mailbox: 7 * day,
  /** Longer than `mailbox`, because this index points to the mailboxes. */
  waiting: 8 * day,
  lease: day,
  deadLetters: 30 * day,
  /**
   * For a topic without operations. Longer than any call of `authorize` takes. Afterwards the topic gets a new
   * generation.
   */
  generation: 10 * 60 * 1_000,
  /**
   * How much longer an index entry lives than its registration. The entry is written first, and in a cluster with the
   * clock of another node. This covers the time between the two writes and a jump of that clock.
   */
  indexSlack: 10 * 60 * 1_000,
} as const;
