import type { Crowd } from '../crowd.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';

/** Breaks something, and resolves when it is whole again: to `false` where there was nothing to break. */
export type Fault = () => Promise<boolean>;

/** Faults by name. The summary of a run shows these names. */
export type Faults = Readonly<Record<string, Fault>>;

/** What the faults break, and the random choices that they draw from. */
export interface FaultSettings {
  readonly world: World;
  readonly crowd: Crowd;
  readonly rooms: readonly [string, ...string[]];
  readonly random: Random;
  readonly log: (what: string) => void;
}
