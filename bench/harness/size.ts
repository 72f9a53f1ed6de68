/** How much is measured. */
export interface Size {
  /** How often each alternative takes its turn. */
  readonly rounds: number;
  /** About how long one turn publishes. */
  readonly seconds: number;
  /** Numbers of identical subscriptions. */
  readonly identical: readonly number[];
  /** The one at which all alternatives are compared. */
  readonly crowd: number;
  /** Subscribers on the Channels server and on the bare loop. */
  readonly sockets: number;
  /** Numbers of distinct operations among {@link crowd} subscribers. */
  readonly distinct: readonly number[];
  readonly paces: readonly { readonly perSecond: number; readonly subscribers: number }[];
  /** How long each pace is kept. */
  readonly pacedSeconds: number;
  readonly joining: number;
  readonly missed: number;
  /** Registrations on other topics; the costs at the first and at the last are compared. */
  readonly registrations: readonly number[];
  /** The same for Redis, where filling takes longer. */
  readonly redisRegistrations: readonly number[];
}

export const full: Size = {
  rounds: 5,
  seconds: 2,
  identical: [1, 10, 100, 1_000, 5_000],
  crowd: 1_000,
  sockets: 500,
  distinct: [1, 10, 100, 1_000],
  paces: [
    { perSecond: 20, subscribers: 1_000 },
    { perSecond: 200, subscribers: 100 },
  ],
  pacedSeconds: 10,
  joining: 1_000,
  missed: 100,
  registrations: [1_000, 100_000, 1_000_000],
  redisRegistrations: [1_000, 100_000, 1_000_000],
};

export const quick: Size = {
  ...full,
  rounds: 3,
  seconds: 0.6,
  identical: [1, 1_000, 5_000],
  distinct: [1_000],
  pacedSeconds: 2,
  joining: 500,
  registrations: [1_000, 1_000_000],
  redisRegistrations: [],
};

/** For a test that only looks whether everything runs and every row is whole. */
export const tiny: Size = {
  rounds: 1,
  seconds: 0.02,
  identical: [1, 3],
  crowd: 3,
  sockets: 3,
  distinct: [1, 3],
  paces: [{ perSecond: 100, subscribers: 2 }],
  pacedSeconds: 0.05,
  joining: 4,
  missed: 3,
  registrations: [10, 20],
  redisRegistrations: [10, 20],
};
