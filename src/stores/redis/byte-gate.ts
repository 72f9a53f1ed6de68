/** Lets commands pass as long as those under way have fewer than a number of characters; the others wait in order. */
export interface ByteGate {
  /** Runs a command in its turn. One that is larger than the limit runs alone. */
  pass<T>(size: number, command: () => Promise<T>): Promise<T>;
}

export function createByteGate(limit: number): ByteGate {
  let underWay = 0;
  const waiting: { size: number; enter: () => void }[] = [];
  const hasRoom = (size: number): boolean => underWay === 0 || underWay + size <= limit;

  function leave(size: number): void {
    underWay -= size;
    for (let next = waiting[0]; next && hasRoom(next.size); next = waiting[0]) {
      waiting.shift();
      underWay += next.size;
      next.enter();
    }
  }

  return {
    async pass(size, command) {
      if (waiting.length === 0 && hasRoom(size)) underWay += size;
      else await new Promise<void>((enter) => void waiting.push({ size, enter }));
      try {
        return await command();
      } finally {
        leave(size);
      }
    },
  };
}
