/** The extent of a benchmark run. */
export interface Size {
  /** Also measures the alternatives that no ratio needs. */
  readonly allAlternatives: boolean;
  /** Number of turns of each alternative. */
  readonly rounds: number;
  /** Approximate duration of publishing in one turn, in s. */
  readonly seconds: number;
  /** Numbers of identical subscriptions. */
  readonly identical: readonly number[];
  /** Two numbers of subscribers, for which an event must have the same cost for the gateway. */
  readonly audiences: readonly [few: number, many: number];
  /** Number of subscribers at which all alternatives are compared. */
  readonly crowd: number;
  /** Subscribers on the Channels server and on the bare loop. */
  readonly sockets: number;
  /** Numbers of distinct operations among {@link crowd} subscribers. */
  readonly distinct: readonly number[];
  readonly paces: readonly { readonly perSecond: number; readonly subscribers: number }[];
  /** Duration of each pace, in s. */
  readonly pacedSeconds: number;
  readonly joining: number;
  readonly missed: number;
  /** Numbers of registrations on other topics. The costs at the first and at the last number are compared. */
  readonly registrations: readonly number[];
  /** The same for Redis, which takes longer to fill. */
  readonly redisRegistrations: readonly number[];
}

export const full: Size = {
  allAlternatives: true,
  rounds: 5,
  seconds: 0.8,
  identical: [1, 10, 100, 1_000, 5_000],
  audiences: [1, 5_000],
  crowd: 1_000,
  sockets: 500,
  distinct: [1, 10, 100, 1_000],
  paces: [
    { perSecond: 20, subscribers: 1_000 },
    { perSecond: 200, subscribers: 100 },
  ],
  pacedSeconds: 3,
  joining: 1_000,
  missed: 100,
  registrations: [1_000, 100_000, 1_000_000],
  redisRegistrations: [1_000, 100_000, 1_000_000],
};

export const quick: Size = {
  ...full,
  allAlternatives: false,
  rounds: 3,
  seconds: 0.3,
  identical: [1_000],
  distinct: [1_000],
  paces: full.paces.slice(0, 1),
  pacedSeconds: 1.5,
  // Registering a million takes a minute.
  registrations: [1_000, 100_000],
  redisRegistrations: [],
};

/** For a test that all scenarios run and all rows are complete. */
export const tiny: Size = {
  allAlternatives: false,
  rounds: 1,
  seconds: 0.02,
  identical: [3],
  audiences: [1, 3],
  crowd: 3,
  sockets: 3,
  distinct: [3],
  paces: [{ perSecond: 100, subscribers: 2 }],
  pacedSeconds: 0.05,
  joining: 4,
  missed: 3,
  registrations: [10, 20],
  redisRegistrations: [],
};
