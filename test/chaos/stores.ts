import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startRedis } from '../support/redis.ts';
import type { GatewaySettings } from './gateway.ts';
import { type LinkProxy, startLinkProxy } from './link-proxy.ts';
import type { Random } from './random.ts';

/** A store that all gateways share, and how it goes away for a while. */
export interface ChaosStore {
  readonly settings: GatewaySettings['store'];
  /** What it acknowledged survives all of them. Each resolves when it is back. */
  readonly outages: Readonly<Record<string, (milliseconds: number) => Promise<void>>>;
  /** Copies what the store holds now, as a backup does. */
  save(): Promise<void>;
  /** Puts the last copy in the place of what the store holds. `onRestored` is called before anything is served from it. */
  restore(onRestored: () => void): Promise<void>;
  /** The gateways must be down while it is restored. */
  readonly isEmbedded: boolean;
  /** The connections of the gateways to it, where there are any. */
  readonly links?: LinkProxy;
  stop(): Promise<void>;
}

export type StoreName = 'redis' | 'sqlite';

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
      isEmbedded: false,
      save: redis.save,
      restore: redis.restore,
      stop: async () => {
        await links.close();
        await redis.stop();
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
      stop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

function elapse(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
