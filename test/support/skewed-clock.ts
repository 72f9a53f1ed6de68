/**
 * Gives this process a wrong clock, `CLOCK_SKEW` ms ahead of the machine's. To be imported before anything else. Durations
 * (`performance.now`, timers) stay right, as on a real machine whose clock is wrong.
 */
const skew = Number(process.env.CLOCK_SKEW ?? 0);
const MachineDate = Date;

globalThis.Date = new Proxy(MachineDate, {
  apply: () => new MachineDate(MachineDate.now() + skew).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [MachineDate.now() + skew] : values, newTarget),
  get: (target, name, receiver) =>
    name === 'now' ? () => MachineDate.now() + skew : Reflect.get(target, name, receiver),
});
