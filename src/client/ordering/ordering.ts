/** Makes an unbroken sequence of what arrives unordered, twice or not at all: PROTOCOL.md, section 3. */
import type { Grant, Position, Result, ResultMessage } from '../../protocol/index.ts';
import { createHeldBack } from './held-back.ts';

export interface OrderingOptions {
  position: Position;
  /** How long a gap may close by itself. */
  holdBackMilliseconds: number;
  /** The next result; `position` is at it already. */
  onResult: (result: Result) => void;
  /** A recovery is needed. Called again when one was not enough, ever more rarely. */
  onGap: () => void;
}

/** `all`: the store has fallen back, so every subscription lost results, whatever position it started at. */
export type Loss = 'none' | 'some' | 'all';

export interface Ordering {
  /** Of the last result that was handed on. */
  readonly position: Position;
  /** Whether there are results that have not been handed on. */
  readonly isBehind: boolean;
  receive(message: ResultMessage): void;
  /** A grant for another subscription says that the channel is as far as this. */
  expect(position: Position): void;
  /** The position for a request that leaves now. Its answer is newer than all messages received until now. */
  ask(): Position;
  /**
   * Takes the answer to the last request, which had the position `asked`. Returns whether results are lost for good:
   * the application must hear of it before {@link goOn}.
   */
  adopt(grant: Grant, asked: Position): Loss;
  /** Hands on what came meanwhile. */
  goOn(): void;
  stop(): void;
}

/** Messages of an unknown epoch that are kept until an answer tells about it. */
const maxUnknownEpoch = 1_000;
const longestPause = 30_000;
/** After as many answers in a row that end before a message already received, the store has lost that message. */
const maxFruitless = 8;

export function createOrdering(options: OrderingOptions): Ordering {
  const { holdBackMilliseconds, onResult, onGap } = options;
  let { position } = options;
  /** The epoch before this one: what still comes of it is late. */
  let former: string | undefined;
  let held = createHeldBack(unpacked);
  let unknownEpoch: ResultMessage[] = [];
  /** How many of the messages of an unknown epoch came before the last request left. */
  let askedAbout = 0;
  /** The highest offset of this epoch that we heard of. */
  let highest = 0;
  /** What `highest` was when the last request left. */
  let heard = 0;
  /** The last answer ended before a message that was received earlier. The next one shows whether the store fell back. */
  let isInDoubt = false;
  /** Offsets up to this were given out twice, since the store fell back: a message can be of either time. */
  let ambiguous = 0;
  /** The highest offset that was received since then: the answer can be older. */
  let recent = 0;
  /** Recoveries in a row that brought nothing while something was missing. */
  let fruitless = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The offset that the timer waits for. */
  let awaited = 0;

  function isBehind(): boolean {
    return isInDoubt || highest > position.offset || unknownEpoch.length > 0;
  }

  function apply(result: Result): void {
    position = { epoch: position.epoch, offset: position.offset + 1 };
    held.dropUpTo(position.offset);
    fruitless = 0;
    onResult(result);
  }

  function drain(): void {
    while (!isStopped) {
      const result = held.get(position.offset + 1)?.result;
      if (!result) break;
      apply(result);
    }
    watch();
  }

  /** Starts, keeps or ends the wait for the next result, as need be. */
  function watch(): void {
    const next = position.offset + 1;
    const isUnpacking = held.get(next)?.missing === 0;
    if (isStopped || isUnpacking || !isBehind()) {
      unwatch();
    } else if (timer === undefined || awaited !== next) {
      unwatch();
      awaited = next;
      const wait = Math.min(holdBackMilliseconds * 2 ** fruitless, longestPause);
      timer = setTimeout(() => {
        timer = undefined;
        onGap();
      }, wait);
    }
  }

  function unwatch(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function hold(message: ResultMessage): void {
    highest = Math.max(highest, message.offset);
    // As long as pieces of the next result come in, nothing is missing yet.
    if (held.add(message) && message.offset === position.offset + 1) unwatch();
  }

  function unpacked(offset: number): void {
    if (isStopped) return;
    fetchAt(offset);
    drain();
  }

  /** Does not wait for what will not come by itself. */
  function fetchAt(offset: number): void {
    if (held.get(offset)?.fetch && offset === position.offset + 1) onGap();
  }

  /**
   * Holds the messages of an unknown epoch of the answer's epoch. Drops those that came before the request: the answer is newer and names
   * another epoch, so theirs is over. Pusher can replay such a message for 30 minutes.
   */
  function admitStrangers(): void {
    const unknown = unknownEpoch;
    const settled = askedAbout;
    unknownEpoch = [];
    askedAbout = 0;
    for (const [index, message] of unknown.entries()) {
      if (message.epoch !== position.epoch) {
        if (message.epoch !== former && index >= settled) unknownEpoch.push(message);
      } else if (message.offset > position.offset) hold(message);
    }
  }

  return {
    get position() {
      return position;
    },
    get isBehind() {
      return isBehind();
    },

    receive: (message) => {
      const { epoch, offset } = message;
      if (isStopped || epoch === former) return;
      if (epoch !== position.epoch) {
        if (unknownEpoch.length < maxUnknownEpoch) unknownEpoch.push(message);
        onGap();
        watch();
        return;
      }
      recent = Math.max(recent, offset);
      if (offset > position.offset + 1 && offset <= ambiguous) {
        isInDoubt = true;
        watch();
      } else if (offset > position.offset) {
        hold(message);
        fetchAt(offset);
        drain();
      }
    },

    expect: ({ epoch, offset }) => {
      if (epoch !== position.epoch) onGap();
      else highest = Math.max(highest, offset);
      watch();
    },

    ask: () => {
      askedAbout = unknownEpoch.length;
      heard = highest;
      isInDoubt = false;
      recent = 0;
      return position;
    },

    adopt: (grant, asked) => {
      const before = position;
      const isSame = grant.position.epoch === position.epoch;
      if (isSame && grant.recovered) {
        for (const { offset, result } of grant.missed ?? []) {
          if (offset === position.offset + 1 && !isStopped) apply(result);
        }
      }
      // The store has lost results that it had numbered: a backup was restored, or a lagging replica took over. Their
      // numbers are given out again, so nothing that is held can be trusted.
      const { offset: end } = grant.position;
      const isHeard = (each: ResultMessage): boolean =>
        each.epoch === grant.position.epoch && each.offset > end;
      const isShort = !grant.more && (isSame ? end < heard : unknownEpoch.slice(0, askedAbout).some(isHeard));
      const hasLostHeard = isShort && position === before && fruitless >= maxFruitless;
      const hasFallenBack = isSame && (end < asked.offset || hasLostHeard);
      // What came over the socket in the meantime counts too: the offsets of one epoch have no holes.
      const isThere = isSame && !hasFallenBack && position.offset >= end;
      const isLost = !isThere || (grant.recovered !== true && position.offset === asked.offset);
      if (!isSame) former = position.epoch;
      if (!isSame || hasFallenBack) {
        held = createHeldBack(unpacked);
        ambiguous = hasFallenBack ? Math.max(before.offset, position.offset, heard) : 0;
        // Messages under the new numbers can have come in the meantime, and were dropped as repetitions.
        highest = hasFallenBack ? recent : 0;
      }
      if (!isThere) {
        position = grant.position;
        held.dropUpTo(position.offset);
      }
      // The next page is behind this one, whether or not a message tells of it.
      if (grant.more) highest = Math.max(highest, end + 1);
      isInDoubt = isShort && !hasFallenBack;
      admitStrangers();
      unwatch();
      fruitless = position === before && isBehind() ? fruitless + 1 : 0;
      if (hasFallenBack) return 'all';
      return isLost ? 'some' : 'none';
    },

    goOn: drain,

    stop: () => {
      isStopped = true;
      unwatch();
    },
  };
}
