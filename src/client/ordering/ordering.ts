/**
 * Turns messages that arrive out of order, twice or not at all into a sequence without gaps, as PROTOCOL.md, section 3
 * specifies.
 */
import type { Grant, Position, Result, ResultMessage } from '../../protocol/index.ts';
import { createResultBuffer } from './result-buffer.ts';

export interface OrderingOptions {
  position: Position;
  /** How long to wait for the missing messages of a gap before a recovery, in ms. */
  holdBackMilliseconds: number;
  /** Called with the next result, when `position` already includes it. */
  onResult: (result: Result) => void;
  /** Called when a recovery is needed, and again after a growing delay while the gap remains. */
  onGap: () => void;
}

/** `all`: the store was rolled back, so every subscription lost results, whatever position it started at. */
export type Loss = 'none' | 'some' | 'all';

export interface Ordering {
  /** The position of the last delivered result. */
  readonly position: Position;
  /** Whether the client knows of results that it has not delivered yet. */
  isBehind(): boolean;
  receive(message: ResultMessage): void;
  /** Records that the channel has reached this position, according to the grant of another subscription. */
  expect(position: Position): void;
  /** Returns the position for a request that is sent now. Its response is newer than all messages received so far. */
  startRecovery(): Position;
  /**
   * Applies the response to the last request, which was sent with the position `requested`. Returns whether results are
   * lost for good. Report a loss to the application before calling {@link resume}.
   */
  finishRecovery(grant: Grant, requested: Position): Loss;
  /** Delivers the results that arrived during the recovery. */
  resume(): void;
  stop(): void;
}

/** Maximum number of messages of an unknown epoch that are kept until a response names the current epoch. */
const maxUnknownEpoch = 1_000;
const maxDelay = 30_000;
/** After this many responses in a row that end before a message already received, the store has lost that message. */
const maxEmptyRecoveries = 8;

export function createOrdering(options: OrderingOptions): Ordering {
  const { holdBackMilliseconds, onResult, onGap } = options;
  let { position } = options;
  /** Also of the previous epoch: a store that falls back can return to it, so only a response decides. */
  let buffer = createResultBuffer(unpacked);
  let unknownEpoch: ResultMessage[] = [];
  /** How many messages of `unknownEpoch` were received before the last request. */
  let unknownAtRequest = 0;
  /** The highest offset of the current epoch that the client knows of. */
  let highest = 0;
  /** The value of `highest` at the last request. */
  let highestAtRequest = 0;
  /**
   * The last response ended before a message received earlier. The next response shows whether the store was rolled
   * back.
   */
  let isUnconfirmed = false;
  /** The store was rolled back and assigned the offsets up to this one twice: a message can belong to either result. */
  let ambiguous = 0;
  /** The highest offset received since the last request. The response can be older. */
  let highestSinceRequest = 0;
  /** Recoveries in a row that brought nothing while something was missing. */
  let emptyRecoveries = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The offset that the timer waits for. */
  let awaited = 0;

  function isBehind(): boolean {
    return isUnconfirmed || highest > position.offset || unknownEpoch.length > 0;
  }

  function apply(result: Result): void {
    position = { epoch: position.epoch, offset: position.offset + 1 };
    buffer.dropUpTo(position.offset);
    emptyRecoveries = 0;
    onResult(result);
  }

  function deliverBuffered(): void {
    while (!isStopped) {
      const result = buffer.get(position.offset + 1)?.result;
      if (!result) break;
      apply(result);
    }
    updateTimer();
  }

  /** Starts, keeps or clears the timer that waits for the next result. */
  function updateTimer(): void {
    const next = position.offset + 1;
    const isUnpacking = buffer.get(next)?.missing === 0;
    if (isStopped || isUnpacking || !isBehind()) {
      stopTimer();
    } else if (timer === undefined || awaited !== next) {
      stopTimer();
      awaited = next;
      const wait = Math.min(holdBackMilliseconds * 2 ** emptyRecoveries, maxDelay);
      timer = setTimeout(() => {
        timer = undefined;
        onGap();
      }, wait);
    }
  }

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function addToBuffer(message: ResultMessage): void {
    highest = Math.max(highest, message.offset);
    // While chunks of the next result keep arriving, nothing is missing yet.
    if (buffer.add(message) && message.offset === position.offset + 1) stopTimer();
  }

  function unpacked(offset: number): void {
    if (isStopped) return;
    recoverIfFetch(offset);
    deliverBuffered();
  }

  /** Starts a recovery at once when the next result arrives by recovery only. */
  function recoverIfFetch(offset: number): void {
    if (buffer.get(offset)?.fetch && offset === position.offset + 1) onGap();
  }

  /**
   * Buffers the kept messages of the response's epoch. Drops those of another epoch that were received before the
   * request: the response is newer, so their epoch has ended. Pusher can replay such a message for 30 minutes.
   */
  function sortUnknownEpoch(): void {
    const unknown = unknownEpoch;
    const settled = unknownAtRequest;
    unknownEpoch = [];
    unknownAtRequest = 0;
    for (const [index, message] of unknown.entries()) {
      if (message.epoch !== position.epoch) {
        if (index >= settled) unknownEpoch.push(message);
      } else if (message.offset > position.offset) addToBuffer(message);
    }
  }

  return {
    get position() {
      return position;
    },
    isBehind,

    receive: (message) => {
      const { epoch, offset } = message;
      if (isStopped) return;
      if (epoch !== position.epoch) {
        if (unknownEpoch.length < maxUnknownEpoch) unknownEpoch.push(message);
        onGap();
        updateTimer();
        return;
      }
      highestSinceRequest = Math.max(highestSinceRequest, offset);
      if (offset > position.offset + 1 && offset <= ambiguous) {
        isUnconfirmed = true;
        updateTimer();
      } else if (offset > position.offset) {
        addToBuffer(message);
        recoverIfFetch(offset);
        deliverBuffered();
      }
    },

    expect: ({ epoch, offset }) => {
      if (epoch !== position.epoch) onGap();
      else highest = Math.max(highest, offset);
      updateTimer();
    },

    startRecovery: () => {
      unknownAtRequest = unknownEpoch.length;
      highestAtRequest = highest;
      isUnconfirmed = false;
      highestSinceRequest = 0;
      return position;
    },

    finishRecovery: (grant, requested) => {
      const before = position;
      const isSame = grant.position.epoch === position.epoch;
      if (isSame && grant.recovered) {
        for (const { offset, result } of grant.missed ?? []) {
          if (offset === position.offset + 1 && !isStopped) apply(result);
        }
      }
      // The store has lost numbered results: a backup was restored, or a lagging replica took over. It assigns their
      // offsets again, so no buffered message is reliable.
      const { offset: end } = grant.position;
      const isAhead = (each: ResultMessage): boolean =>
        each.epoch === grant.position.epoch && each.offset > end;
      const isShort =
        !grant.more &&
        (isSame ? end < highestAtRequest : unknownEpoch.slice(0, unknownAtRequest).some(isAhead));
      const hasLostReceived = isShort && position === before && emptyRecoveries >= maxEmptyRecoveries;
      const isRolledBack = isSame && (end < requested.offset || hasLostReceived);
      // Messages received during the request count too: the offsets of one epoch have no holes.
      const isCaughtUp = isSame && !isRolledBack && position.offset >= end;
      const isLost = !isCaughtUp || (grant.recovered !== true && position.offset === requested.offset);
      if (!isSame || isRolledBack) {
        buffer = createResultBuffer(unpacked);
        ambiguous = isRolledBack ? Math.max(before.offset, position.offset, highestAtRequest) : 0;
        // Messages with the new offsets may have arrived in the meantime, and were dropped as repetitions.
        highest = isRolledBack ? highestSinceRequest : 0;
      }
      if (!isCaughtUp) {
        position = grant.position;
        buffer.dropUpTo(position.offset);
      }
      // Another page follows, even if no message announces it.
      if (grant.more) highest = Math.max(highest, end + 1);
      isUnconfirmed = isShort && !isRolledBack;
      sortUnknownEpoch();
      stopTimer();
      emptyRecoveries = position === before && isBehind() ? emptyRecoveries + 1 : 0;
      if (isRolledBack) return 'all';
      return isLost ? 'some' : 'none';
    },

    resume: deliverBuffered,

    stop: () => {
      isStopped = true;
      stopTimer();
    },
  };
}
