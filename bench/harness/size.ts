/** How much is measured. */
export interface Size {
  /** Whether those take part who are compared with us by no ratio. */
  readonly everybody: boolean;
  /** How often each alternative takes its turn. */
  readonly rounds: number;
  /** About how long one turn publishes. */
  readonly seconds: number;
  /** Numbers of identical subscriptions. */
  readonly identical: readonly number[];
  /** Two audiences for which an event must cost the gateway the same. */
  readonly audiences: readonly [few: number, many: number];
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
  everybody: true,
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
  everybody: false,
  rounds: 3,
  seconds: 0.3,
  identical: [1_000],
  distinct: [1_000],
  paces: full.paces.slice(0, 1),
  pacedSeconds: 1.5,
  // A million takes a minute to register.
  registrations: [1_000, 100_000],
  redisRegistrations: [],
};

/** For a test that only looks whether everything runs and every row is whole. */
export const tiny: Size = {
  everybody: false,
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
