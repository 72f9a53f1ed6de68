import { type Alternative, cpuOf } from '../alternatives/alternative.ts';

/** The result of one turn. */
export interface Measured {
  readonly events: number;
  readonly deliveriesPerSecond: number;
  readonly eventsPerSecond: number;
  /** In ms per event, by server. */
  readonly cpuPerEvent: Readonly<Record<string, number>>;
  readonly totalCpuPerEvent: number;
  readonly executionsPerEvent: number;
  readonly requestsPerEvent: number;
  readonly problem: string | undefined;
}

/** Publishes events as fast as the alternative accepts them, and waits until all subscribers have received them. */
export async function measure(
  alternative: Alternative,
  { events, atOnce }: { events: number; atOnce: number },
): Promise<Measured> {
  const { publisher, load } = alternative;
  await load.call('expect', { events, arrivals: false });
  const countsBefore = await publisher.call('counts', undefined as never);
  const cpuBefore = await cpuOf(alternative);
  const finished = load.call('finish', { inOrder: alternative.keepsOrder || atOnce === 1 });
  const beganAt = await publisher.call('publish', { events, atOnce });
  const { deliveries, lastAt, problem } = await finished;
  const cpuAfter = await cpuOf(alternative);
  const countsAfter = await publisher.call('counts', undefined as never);
  const seconds = (lastAt - beganAt) / 1_000;
  const cpuPerEvent = Object.fromEntries(
    Object.entries(cpuAfter).map(([name, cpu]) => [name, (cpu - (cpuBefore[name] ?? 0)) / events]),
  );
  return {
    events,
    deliveriesPerSecond: deliveries / seconds,
    eventsPerSecond: events / seconds,
    cpuPerEvent,
    totalCpuPerEvent: Object.values(cpuPerEvent).reduce((sum, each) => sum + each, 0),
    executionsPerEvent: (countsAfter.executions - countsBefore.executions) / events,
    requestsPerEvent: (countsAfter.requests - countsBefore.requests) / events,
    problem,
  };
}

/** Returns the number of events for a turn of about `seconds`, and warms up the alternative. */
export async function eventsFor(
  alternative: Alternative,
  { seconds, atOnce }: { seconds: number; atOnce: number },
): Promise<number> {
  const warmUntil = performance.now() + 2_000 * seconds;
  for (let events = atOnce; ; ) {
    const { eventsPerSecond } = await measure(alternative, { events, atOnce });
    const estimate = Math.max(atOnce, Math.round(eventsPerSecond * seconds));
    if (performance.now() > warmUntil) return estimate;
    // Before the code is compiled the estimate is inaccurate, so increase the number gradually.
    events = Math.min(estimate, 4 * events);
  }
}
