/** Makes an unbroken sequence of what arrives unordered, twice or not at all: PROTOCOL.md, section 3. */
import type { Grant, Position, Result, ResultMessage } from '../protocol/index.ts';
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

export interface Ordering {
  /** Of the last result that was handed on. */
  readonly position: Position;
  /** Whether there are results that have not been handed on. */
  readonly isBehind: boolean;
  receive(message: ResultMessage): void;
  /** Somebody knows that the channel is as far as this. */
  expect(position: Position): void;
  /**
   * Takes the answer to a request with the position `asked`. `true` when results are lost for good: the application
   * must hear of it before {@link goOn}.
   */
  adopt(grant: Grant, asked: Position): boolean;
  /** Hands on what came meanwhile. */
  goOn(): void;
  stop(): void;
}

/** Messages of an unknown epoch that are kept until an answer tells about it. */
const maxStrangers = 1_000;
const longestPause = 30_000;

export function createOrdering(options: OrderingOptions): Ordering {
  const { holdBackMilliseconds, onResult, onGap } = options;
  let { position } = options;
  /** The epoch before this one: what still comes of it is late. */
  let former: string | undefined;
  let held = createHeldBack(unpacked);
  let strangers: ResultMessage[] = [];
  /** The highest offset of this epoch that we heard of. */
  let highest = 0;
  /** Recoveries in a row that brought nothing while something was missing. */
  let fruitless = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The offset that the timer waits for. */
  let awaited = 0;

  function isBehind(): boolean {
    return highest > position.offset || strangers.length > 0;
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

  /** Strangers are of the epoch that has come, or late, or still strangers. */
  function admitStrangers(): void {
    const unknown = strangers;
    strangers = [];
    for (const message of unknown) {
      if (message.epoch !== position.epoch) {
        if (message.epoch !== former) strangers.push(message);
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
        if (strangers.length < maxStrangers) strangers.push(message);
        onGap();
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

    adopt: (grant, asked) => {
      const before = position;
      const isSame = grant.position.epoch === position.epoch;
      if (isSame && grant.recovered) {
        for (const { offset, result } of grant.missed ?? []) {
          if (offset === position.offset + 1 && !isStopped) apply(result);
        }
      }
      // What came over the socket in the meantime counts too: the offsets of one epoch have no holes.
      const isThere = isSame && position.offset >= grant.position.offset;
      const isLost = !isThere || (grant.recovered !== true && position.offset === asked.offset);
      if (!isSame) {
        former = position.epoch;
        held = createHeldBack(unpacked);
        highest = 0;
      }
      if (!isThere) {
        position = grant.position;
        held.dropUpTo(position.offset);
      }
      // The next page is behind this one, whether or not a message tells of it.
      if (grant.more) highest = Math.max(highest, grant.position.offset + 1);
      admitStrangers();
      unwatch();
      fruitless = position === before && isBehind() ? fruitless + 1 : 0;
      return isLost;
    },

    goOn: drain,

    stop: () => {
      isStopped = true;
      unwatch();
    },
  };
}
