import { distinct } from './distinct.ts';
import { growth } from './growth.ts';
import { identical, sockets } from './identical.ts';
import { joining } from './joining.ts';
import { memory } from './memory.ts';
import { paced } from './paced.ts';
import { publishing } from './publishing.ts';
import { reconnecting } from './reconnecting.ts';
import type { Scenario } from './scenario.ts';
import { startUp } from './start-up.ts';

/** All scenarios, in the order in which they run. */
export const scenarios = {
  identical,
  growth,
  sockets,
  distinct,
  paced,
  joining,
  reconnecting,
  publishing,
  memory,
  'start-up': startUp,
} satisfies Record<string, Scenario>;

/** Scenarios that no ratio needs. */
export const withoutRatio: readonly ScenarioName[] = ['reconnecting', 'memory', 'start-up'];

export type ScenarioName = keyof typeof scenarios;
