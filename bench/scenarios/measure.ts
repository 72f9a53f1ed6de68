import { type Alternative, cpuOf } from '../alternatives/alternative.ts';

/** What one turn came to. */
export interface Measured {
  readonly events: number;
  readonly deliveriesPerSecond: number;
  readonly eventsPerSecond: number;
  /** In ms for each event, by server. */
  readonly cpuPerEvent: Readonly<Record<string, number>>;
  readonly totalCpuPerEvent: number;
  readonly executionsPerEvent: number;
  readonly requestsPerEvent: number;
  readonly complaint: string | undefined;
}

/** Publishes events as fast as the alternative takes them, and waits until every subscriber has all of them. */
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
  const { deliveries, lastAt, complaint } = await finished;
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
    complaint,
  };
}

/** How many events make a turn of about so many seconds. Warms the alternative up while it finds out. */
export async function eventsFor(
  alternative: Alternative,
  { seconds, atOnce }: { seconds: number; atOnce: number },
): Promise<number> {
  const warmUntil = performance.now() + 2_000 * seconds;
  for (let events = atOnce; ; ) {
    const { eventsPerSecond } = await measure(alternative, { events, atOnce });
    const wanted = Math.max(atOnce, Math.round(eventsPerSecond * seconds));
    if (performance.now() > warmUntil) return wanted;
    // At first nothing is compiled yet, so the estimate is too low, and not to be trusted too far.
    events = Math.min(wanted, 4 * events);
  }
}
