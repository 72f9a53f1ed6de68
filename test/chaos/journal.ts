/** What is known when a run has ended: all that the audit judges. */

/** One publication. */
export interface Publication {
  readonly room: string;
  readonly key: string;
  readonly publisher: string;
  /** When the request left, in ms. */
  readonly startedAt: number;
  /** When the answer was there, in ms. */
  readonly endedAt: number;
  /** `unknown`: an error, or no answer. It may have been stored or not. */
  readonly outcome: 'sent' | 'accepted' | 'refused' | 'unknown';
}

/** What one subscription received, in order. */
export interface SubscriberLog {
  readonly name: string;
  readonly room: string;
  /** When it first stood, in ms; `undefined` when that never came. */
  readyAt: number | undefined;
  /** It was there before the first publication, and until the end. */
  readonly isPermanent: boolean;
  /** It ended because it was told to. */
  hasLeft: boolean;
  /** Keys, or what was wrong with a result. */
  readonly received: string[];
  /** When, in ms. */
  readonly receivedAt?: number[];
  /** What the client reported of lost results. */
  readonly gaps: GapReport[];
  readonly errors: string[];
}

/** The client reported to the application that results are lost. */
export interface GapReport {
  /** In ms. */
  readonly at: number;
  /** How many results it had received by then. */
  readonly after: number;
}

/** The store fell back to an older state of itself: the one cause that permits a loss, if the loss is reported. */
export interface FallBack {
  /** When the copy was made, in ms. */
  readonly savedAt: number;
  /** When the older state was there again, in ms. Nothing is served from it earlier. */
  readonly restoredAt: number;
}
