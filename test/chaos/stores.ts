import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startRedis, startRedisCluster } from '../support/redis.ts';
import { createSlotMover } from '../support/slot-mover.ts';
import type { GatewaySettings } from './gateway.ts';
import { type LinkProxy, startLinkProxy } from './link-proxy.ts';
import type { Random } from './random.ts';

/** A store that all gateways share, and how it goes away for a while. */
export interface ChaosStore {
  readonly settings: GatewaySettings['store'];
  /** What it acknowledged survives all of them. Each resolves when it is back. */
  readonly outages: Readonly<Record<string, (milliseconds: number) => Promise<void>>>;
  /** Backups of it, where a run can restore them. */
  readonly backup?: Backup;
  /** The connections of the gateways to it, where there are any. */
  readonly links?: LinkProxy;
  stop(): Promise<void>;
}

export interface Backup {
  /** Copies what the store holds now. */
  save(): Promise<void>;
  /** Puts the last copy in the place of what the store holds. `onRestored` is called before anything is served from it. */
  restore(onRestored: () => void): Promise<void>;
  /** The gateways must be down while it is restored. */
  readonly isEmbedded: boolean;
}

export type StoreName = 'redis' | 'redis-cluster' | 'sqlite';

export const startStore: Readonly<Record<StoreName, (random: Random) => Promise<ChaosStore>>> = {
  async redis(random) {
    // Under `everysec` Redis may answer before it writes, and SIGKILL would take what it acknowledged.
    const redis = await startRedis('--appendfsync', 'always');
    const links = await startLinkProxy(redis.port, random);
    return {
      settings: { redis: `redis://127.0.0.1:${links.port}` },
      links,
      outages: {
        'store killed': async (milliseconds) => {
          await redis.kill();
          await elapse(milliseconds);
          await redis.restart();
        },
        'store frozen': async (milliseconds) => {
          redis.freeze();
          await elapse(milliseconds);
          redis.thaw();
        },
      },
      backup: { isEmbedded: false, save: redis.save, restore: redis.restore },
      stop: async () => {
        await links.close();
        await redis.stop();
      },
    };
  },

  async 'redis-cluster'() {
    const servers = await startRedisCluster();
    const mover = createSlotMover(servers);
    return {
      settings: { cluster: servers.nodes },
      outages: {
        'store slots moved': async (milliseconds) => {
          const moving = mover.keepMoving();
          await elapse(milliseconds);
          await moving.stop();
        },
      },
      stop: async () => {
        mover.close();
        await servers.stop();
      },
    };
  },

  async sqlite() {
    const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-chaos-'));
    const file = join(folder, 'gateway.db');
    const copy = join(folder, 'copy.db');
    return {
      settings: { sqlite: file },
      outages: {
        // Longer than the gateways wait for another writer: their calls fail.
        'store locked': async (milliseconds) => {
          const database = new DatabaseSync(file, { timeout: 5_000 });
          database.exec('BEGIN IMMEDIATE');
          await elapse(milliseconds);
          database.exec('ROLLBACK');
          database.close();
        },
      },
      backup: {
        isEmbedded: true,
        save: async () => {
          rmSync(copy, { force: true });
          const database = new DatabaseSync(file, { timeout: 5_000 });
          database.prepare('VACUUM INTO ?').run(copy);
          database.close();
        },
        restore: async (onRestored) => {
          for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
          copyFileSync(copy, file);
          onRestored();
        },
      },
      stop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

export function isStoreName(name: string): name is StoreName {
  return Object.hasOwn(startStore, name);
}

function elapse(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
