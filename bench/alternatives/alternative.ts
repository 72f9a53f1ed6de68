import type { Child } from '../harness/child.ts';
import type { LoadCalls } from '../load/main.ts';
import type { SubjectCalls, UsageCalls } from '../servers/subject.ts';

/** A measurable alternative: its running servers, and a load generator connected to them. */
export interface Alternative {
  readonly name: string;
  /** Publishes the events. */
  readonly publisher: Child<SubjectCalls>;
  readonly load: Child<LoadCalls>;
  /** Our server processes by role, including the publisher. */
  readonly servers: Readonly<Record<string, Child<UsageCalls>>>;
  /** CPU of server processes that are not ours (Redis), in ms. */
  readonly otherCpu?: () => Promise<number>;
  /** Concurrently published events must arrive in order. */
  readonly keepsOrder: boolean;
  stop(): Promise<void>;
}

/** Returns the CPU time of each server since its start, in ms. */
export async function cpuOf({ servers, otherCpu }: Alternative): Promise<Readonly<Record<string, number>>> {
  const entries = Object.entries(servers).map(async ([name, child]) => {
    const { cpu } = await child.call('usage', { collect: false });
    return [name, cpu] as const;
  });
  const own = Object.fromEntries(await Promise.all(entries));
  return otherCpu ? { ...own, store: await otherCpu() } : own;
}
