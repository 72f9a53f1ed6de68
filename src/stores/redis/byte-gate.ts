/** Limits the total size of the commands in flight, in characters. Commands beyond the limit wait in order. */
export interface ByteGate {
  /** Runs `command` when it fits within the limit. A command larger than the limit runs alone. */
  pass<T>(size: number, command: () => Promise<T>): Promise<T>;
}

export function createByteGate(limit: number): ByteGate {
  let inFlight = 0;
  const waiting: { size: number; start: () => void }[] = [];
  const hasRoom = (size: number): boolean => inFlight === 0 || inFlight + size <= limit;

  function release(size: number): void {
    inFlight -= size;
    for (let next = waiting[0]; next && hasRoom(next.size); next = waiting[0]) {
      waiting.shift();
      inFlight += next.size;
      next.start();
    }
  }

  return {
    async pass(size, command) {
      if (waiting.length === 0 && hasRoom(size)) inFlight += size;
      else await new Promise<void>((start) => void waiting.push({ size, start }));
      try {
        return await command();
      } finally {
        release(size);
      }
    },
  };
}
