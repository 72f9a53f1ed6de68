import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisClusterServers } from './redis.ts';

/** Moves slots of a Redis Cluster from node to node, key by key, as an operator's tool does. */
export interface SlotMover {
  /** Keys that have moved so far. */
  readonly movedKeys: number;
  /** Moves a slot to the next node. `between` runs before each step of `keysAtOnce` keys, and once more after the last. */
  move(slot: number, between: () => Promise<void>, keysAtOnce?: number): Promise<void>;
  /** Moves slots that hold keys, one after the other, until `stop` is called. */
  keepMoving(): { stop(): Promise<void> };
  slotOf(key: string): Promise<number>;
  close(): void;
}

export function createSlotMover({ nodes }: RedisClusterServers): SlotMover {
  const clients = nodes.map(({ host, port }) => new Redis(port, host));
  const [anyNode] = clients;
  if (!anyNode) throw new Error('The cluster has no nodes.');
  const slotOf = async (key: string) => Number(await anyNode.cluster('KEYSLOT', key));
  let movedKeys = 0;

  async function move(slot: number, between: () => Promise<void>, keysAtOnce = 1): Promise<void> {
    const ids = await Promise.all(
      clients.map(async (client) => String(await client.call('CLUSTER', 'MYID'))),
    );
    const from = await ownerOf(slot);
    const to = (from + 1) % clients.length;
    const [source, target, place] = [clients[from], clients[to], nodes[to]];
    const [sourceId, targetId] = [ids[from], ids[to]];
    if (!source || !target || !place || !sourceId || !targetId) throw new Error(`Slot ${slot} has no owner.`);
    await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', sourceId);
    await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', targetId);
    for (;;) {
      await between();
      const keys = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, keysAtOnce)) as string[];
      if (keys.length === 0) break;
      await source.call('MIGRATE', place.host, place.port, '', 0, 5_000, 'REPLACE', 'KEYS', ...keys);
      movedKeys += keys.length;
    }
    await target.call('CLUSTER', 'SETSLOT', slot, 'NODE', targetId);
    await source.call('CLUSTER', 'SETSLOT', slot, 'NODE', targetId);
    for (const client of clients) await client.call('CLUSTER', 'SETSLOT', slot, 'NODE', targetId);
  }

  /** The index of the node that has the slot, by its own word. */
  async function ownerOf(slot: number): Promise<number> {
    const owns = async (client: Redis, { port }: { port: number }): Promise<boolean> => {
      const ranges = (await client.call('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
      return ranges.some(([first, last, [, owner]]) => first <= slot && slot <= last && owner === port);
    };
    for (const [index, node] of nodes.entries()) {
      const client = clients[index];
      if (client && (await owns(client, node))) return index;
    }
    throw new Error(`No node has slot ${slot}.`);
  }

  return {
    get movedKeys() {
      return movedKeys;
    },
    move,
    slotOf,
    keepMoving() {
      let isStopping = false;
      const moving = (async () => {
        for (let turn = 0; !isStopping; turn++) {
          const key = await clients[turn % clients.length]?.randomkey();
          if (key) await move(await slotOf(key), () => pause(5), 20);
          // The calls that waited have their turn.
          await pause(50);
        }
      })();
      return {
        stop: async () => {
          isStopping = true;
          await moving;
        },
      };
    },
    close: () => {
      for (const client of clients) client.disconnect();
    },
  };
}
