import type { Child } from '../harness/child.ts';
import type { LoadCalls } from '../load/main.ts';
import type { SubjectCalls, UsageCalls } from '../servers/subject.ts';

/** Something that can be measured: running servers, and a load generator of its own that speaks to them. */
export interface Alternative {
  readonly name: string;
  /** Publishes the events. */
  readonly publisher: Child<SubjectCalls>;
  readonly load: Child<LoadCalls>;
  /** All server processes of ours, the publisher among them, by what they are. */
  readonly servers: Readonly<Record<string, Child<UsageCalls>>>;
  /** CPU of server processes that are not ours (Redis), in ms. */
  readonly otherCpu?: () => Promise<number>;
  /** Whether several events at once must still arrive in order. */
  readonly keepsOrder: boolean;
  stop(): Promise<void>;
}

/** CPU of each server so far, in ms. */
export async function cpuOf({ servers, otherCpu }: Alternative): Promise<Readonly<Record<string, number>>> {
  const entries = Object.entries(servers).map(async ([name, child]) => {
    const { cpu } = await child.call('usage', { collect: false });
    return [name, cpu] as const;
  });
  const own = Object.fromEntries(await Promise.all(entries));
  return otherCpu ? { ...own, store: await otherCpu() } : own;
}
