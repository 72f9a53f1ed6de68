import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOrdering, type Ordering } from '../../src/client/ordering/ordering.ts';
import type { Grant, Position, Result, ResultMessage } from '../../src/protocol/index.ts';

const result = (name: string): Result => ({ data: { name } });
const message = (epoch: string, offset: number, name = `${epoch}-${offset}`): ResultMessage => ({
  epoch,
  offset,
  result: result(name),
});
const grant = (epoch: string, offset: number, rest: Partial<Grant> = {}): Grant => ({
  channel: 'private-cache-gql-x',
  event: 'result',
  auth: 'key:signature',
  position: { epoch, offset },
  ...rest,
});

describe('the ordering of a channel', () => {
  let names: unknown[];
  let requests: number;
  let ordering: Ordering;

  function start(position: Position): void {
    names = [];
    requests = 0;
    ordering = createOrdering({
      position,
      holdBackMilliseconds: 250,
      onResult: ({ data }) => names.push(data?.name),
      onGap: () => {
        requests++;
      },
    });
  }
  /** A request and its response, with nothing between them. */
  function recover(response: Grant): string {
    const loss = ordering.finishRecovery(response, ordering.startRecovery());
    ordering.resume();
    return loss;
  }

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    ordering.stop();
    vi.useRealTimers();
  });

  it('makes one request about late messages of the previous epoch, and drops them', () => {
    start({ epoch: 'a', offset: 3 });
    expect(recover(grant('b', 1, { recovered: false }))).toBe('some');
    ordering.receive(message('a', 4));
    ordering.receive(message('a', 5));
    ordering.receive(message('b', 2));
    expect(names).toEqual(['b-2']);
    expect(requests).toBeGreaterThan(0);
    expect(recover(grant('b', 2, { recovered: true, missed: [] }))).toBe('none');
    requests = 0;
    vi.runAllTimers();
    expect(requests).toBe(0);
    expect(names).toEqual(['b-2']);
  });

  it('reports a loss when the store returns to the previous epoch, and continues there', () => {
    start({ epoch: 'a', offset: 3 });
    expect(recover(grant('b', 1, { recovered: false }))).toBe('some');
    ordering.receive(message('a', 2));
    expect(requests).toBe(1);
    expect(recover(grant('a', 2, { recovered: false }))).toBe('some');
    ordering.receive(message('a', 3));
    expect(names).toEqual(['a-3']);
  });

  it('reports a loss when the response has the position of the request', () => {
    start({ epoch: 'a', offset: 3 });
    expect(recover(grant('a', 3, { recovered: false }))).toBe('some');
    expect(recover(grant('a', 3, { recovered: true, missed: [] }))).toBe('none');
  });

  it('reports no loss when all results arrived over the WebSocket during the request', () => {
    start({ epoch: 'a', offset: 3 });
    const requested = ordering.startRecovery();
    ordering.receive(message('a', 4));
    expect(ordering.finishRecovery(grant('a', 4, { recovered: false }), requested)).toBe('none');
  });

  it('waits twice as long after each recovery that brings nothing', () => {
    start({ epoch: 'a', offset: 0 });
    ordering.receive(message('a', 2));
    for (const wait of [250, 500, 1_000, 2_000, 4_000]) {
      const before = requests;
      vi.advanceTimersByTime(wait - 1);
      expect(requests).toBe(before);
      vi.advanceTimersByTime(1);
      expect(requests).toBe(before + 1);
      expect(recover(grant('a', 0, { recovered: true, missed: [] }))).toBe('none');
    }
  });

  it('waits the shortest time again after a recovery that brings something', () => {
    start({ epoch: 'a', offset: 0 });
    ordering.receive(message('a', 3));
    vi.advanceTimersByTime(250);
    recover(grant('a', 0, { recovered: true, missed: [] }));
    vi.advanceTimersByTime(500);
    recover(grant('a', 1, { recovered: true, missed: [{ offset: 1, result: result('a-1') }] }));
    expect(requests).toBe(2);
    vi.advanceTimersByTime(250);
    expect(requests).toBe(3);
  });

  it('drops a message of an ended epoch, which Pusher replays to a new subscriber', () => {
    start({ epoch: 'b', offset: 0 });
    ordering.receive(message('a', 40));
    expect(requests).toBe(1);
    expect(recover(grant('b', 0, { recovered: true, missed: [] }))).toBe('none');
    for (let offset = 1; offset <= 30; offset++) ordering.receive(message('b', offset));
    vi.advanceTimersByTime(3_600_000);
    expect(requests).toBe(1);
    expect(names).toHaveLength(30);
    expect(ordering.isBehind()).toBe(false);
  });

  it('keeps a message of an unknown epoch that arrives after the request was sent', () => {
    start({ epoch: 'a', offset: 5 });
    const requested = ordering.startRecovery();
    ordering.receive(message('b', 2));
    expect(ordering.finishRecovery(grant('a', 5, { recovered: true, missed: [] }), requested)).toBe('none');
    expect(ordering.isBehind()).toBe(true);
    expect(recover(grant('b', 1, { recovered: false }))).toBe('some');
    expect(names).toEqual(['b-2']);
  });

  it('continues from the position of a store that was rolled back, and reports the loss', () => {
    start({ epoch: 'a', offset: 25 });
    ordering.receive(message('a', 27, 'before'));
    expect(recover(grant('a', 5, { recovered: false }))).toBe('all');
    expect(ordering.position).toEqual({ epoch: 'a', offset: 5 });
    for (let offset = 6; offset <= 35; offset++) ordering.receive(message('a', offset, 'after'));
    expect(names).toEqual(Array.from({ length: 30 }, () => 'after'));
  });

  it('recovers results with reassigned offsets that arrived during the response of a rolled-back store', () => {
    start({ epoch: 'a', offset: 25 });
    const requested = ordering.startRecovery();
    ordering.receive(message('a', 6, 'after'));
    expect(ordering.finishRecovery(grant('a', 5, { recovered: true, missed: [] }), requested)).toBe('all');
    ordering.resume();
    vi.advanceTimersByTime(250);
    expect(requests).toBe(1);
    recover(grant('a', 6, { recovered: true, missed: [{ offset: 6, result: result('after') }] }));
    expect(names).toEqual(['after']);
    vi.advanceTimersByTime(3_600_000);
    expect(requests).toBe(1);
  });

  it('stops recovering a message that the store has lost, and reports the loss', () => {
    start({ epoch: 'a', offset: 5 });
    ordering.receive(message('a', 7));
    const losses: string[] = [];
    for (let hour = 0; hour < 3; hour++) {
      for (let step = 0; step < 3_600; step++) {
        const before = requests;
        vi.advanceTimersByTime(1_000);
        if (requests > before) losses.push(recover(grant('a', 5, { recovered: true, missed: [] })));
      }
    }
    expect(losses.filter((each) => each !== 'none')).toEqual(['all']);
    expect(losses.length).toBeLessThan(12);
    ordering.receive(message('a', 6, 'new'));
    expect(names).toEqual(['new']);
  });
});

/**
 * Simulates a server, a network and one client. The network loses, repeats and reorders messages. The server starts new
 * epochs, loses results, and is rolled back to an older state.
 */
type Step =
  | { kind: 'publish'; lost: boolean; copies: number; delay: number }
  | { kind: 'deliver'; index: number }
  | { kind: 'response' }
  | { kind: 'epoch' }
  | { kind: 'forget' }
  | { kind: 'fall back'; by: number }
  | { kind: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      lost: fc.boolean(),
      copies: fc.integer({ min: 1, max: 2 }),
      delay: fc.nat(3),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('deliver' as const), index: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'response' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'epoch' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'forget' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('fall back' as const), by: fc.integer({ min: 1, max: 4 }) }),
  },
);

describe('the ordering of a channel with random faults', () => {
  it('delivers every result once and in order, or reports a loss, and then stops recovering', () => {
    vi.useFakeTimers();
    try {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
          run(steps);
        }),
        { numRuns: 3_000 },
      );
    } finally {
      vi.useRealTimers();
    }
  });
});

function run(steps: Step[]): void {
  let epoch = 0;
  let serial = 0;
  let log: { offset: number; serial: number; isKept: boolean }[] = [];
  const network: ResultMessage[] = [];
  let hasFallenBack = false;
  let request: { requested: Position; response: Grant } | undefined;
  let isAsked = false;
  let count = 0;
  /** Serial numbers of the delivered results, and `loss`. */
  const seen: (number | 'loss')[] = [];

  const ordering = createOrdering({
    position: { epoch: 'e0', offset: 0 },
    holdBackMilliseconds: 250,
    onResult: ({ data }) => seen.push(data?.serial as number),
    onGap: () => {
      isAsked = true;
      sendRequest();
    },
  });

  function responseTo(requested: Position): Grant {
    const position = { epoch: `e${epoch}`, offset: log.length };
    const missed = log.filter(({ offset }) => offset > requested.offset);
    const recovered =
      requested.epoch === position.epoch &&
      requested.offset <= position.offset &&
      missed.every(({ isKept }) => isKept);
    return grant(position.epoch, position.offset, {
      recovered,
      ...(recovered && {
        missed: missed.map((each) => ({ offset: each.offset, result: { data: { serial: each.serial } } })),
      }),
    });
  }
  function sendRequest(): void {
    if (request || !isAsked) return;
    isAsked = false;
    count++;
    const requested = ordering.startRecovery();
    request = { requested, response: responseTo(requested) };
  }
  function respond(): void {
    if (!request) return;
    const { response: given, requested } = request;
    request = undefined;
    isAsked = false;
    if (ordering.finishRecovery(given, requested) !== 'none') seen.push('loss');
    ordering.resume();
    sendRequest();
  }
  function publish(copies: number): void {
    serial++;
    const offset = log.length + 1;
    log.push({ offset, serial, isKept: true });
    for (let copy = 0; copy < copies; copy++)
      network.push({ epoch: `e${epoch}`, offset, result: { data: { serial } } });
  }
  function deliver(index: number): void {
    const [sent] = network.splice(index % Math.max(network.length, 1), 1);
    if (sent) ordering.receive(sent);
  }

  for (const each of steps) {
    if (each.kind === 'publish') publish(each.lost ? 0 : each.copies);
    else if (each.kind === 'deliver') deliver(each.index);
    else if (each.kind === 'response') respond();
    else if (each.kind === 'wait') vi.advanceTimersByTime(500);
    else if (each.kind === 'forget') for (const entry of log) entry.isKept = false;
    else if (each.kind === 'epoch') {
      epoch++;
      log = [];
    } else if (log.length > 0) {
      hasFallenBack = true;
      log = log.slice(0, -each.by);
    }
  }

  // The faults end: all messages in flight arrive, then a reconnect makes the client recover.
  while (network.length > 0) deliver(0);
  respond();
  isAsked = true;
  sendRequest();
  respond();
  count = 0;
  for (let minute = 0; minute < 30; minute++) {
    vi.advanceTimersByTime(60_000);
    respond();
  }
  expect(count, 'requests while nothing happens').toBeLessThan(30);
  count = 0;
  for (let minute = 0; minute < 30; minute++) {
    vi.advanceTimersByTime(60_000);
    respond();
  }
  expect(count, 'requests after the client has come to rest').toBe(0);
  const lastBefore = serial;
  for (let more = 0; more < 3; more++) {
    publish(1);
    deliver(0);
  }
  ordering.stop();

  const numbers = seen.filter((each) => each !== 'loss');
  expect(seen.slice(-3), 'what follows').toEqual([lastBefore + 1, lastBefore + 2, lastBefore + 3]);
  // A rolled-back store assigns an offset twice, to two results. Messages of the first can arrive late.
  if (hasFallenBack) return;
  expect(numbers, 'in order').toEqual([...numbers].sort((a, b) => a - b));
  expect(new Set(numbers).size, 'once').toBe(numbers.length);
  let last = 0;
  let isReported = false;
  for (const each of seen) {
    if (each === 'loss') isReported = true;
    else {
      if (each !== last + 1) expect(isReported, `a loss before ${each}`).toBe(true);
      last = each;
      isReported = false;
    }
  }
}
