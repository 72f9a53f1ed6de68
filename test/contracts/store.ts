import { describe } from 'vitest';
import type { Store } from '../../src/core/ports/store.ts';
import { fallenLogsContract } from './store/fallen-logs.ts';
import { generationsContract } from './store/generations.ts';
import { type Harness, harnessFor } from './store/harness.ts';
import { leasesContract } from './store/leases.ts';
import { logsContract } from './store/logs.ts';
import { mailboxesContract } from './store/mailboxes.ts';
import { quotasContract } from './store/quotas.ts';
import { registrationsContract } from './store/registrations.ts';
import { retentionContract } from './store/retention.ts';
import { sharingContract } from './store/sharing.ts';
import { sweepingContract } from './store/sweeping.ts';

/** Where a test wants its store to be, and whose time it is to follow. */
export interface Place {
  /** Two stores in one space share everything; an unknown space is empty. A word of letters and digits. */
  readonly space: string;
  readonly now: () => number;
}

export type OpenStore = (place: Place) => Store | Promise<Store>;

/**
 * The promises of `src/core/ports/store.ts`, for any implementation. Time stands still in it unless a test moves it.
 * `shared: false` leaves out what needs two stores in one space (a database in memory has only one).
 */
export function storeContract(
  name: string,
  open: OpenStore,
  { shared = true }: { shared?: boolean } = {},
): void {
  const contract = (title: string, tests: (harness: Harness) => void) =>
    describe(title, () => tests(harnessFor(open)));

  describe(`${name} store`, () => {
    contract('registrations', registrationsContract);
    contract('listing and sweeping', sweepingContract);
    contract('generations', generationsContract);
    contract('mailboxes', mailboxesContract);
    contract('leases', leasesContract);
    contract('logs', logsContract);
    contract('logs that have fallen back', fallenLogsContract);
    contract('quotas', quotasContract);
    contract('retention', retentionContract);
    if (shared) contract('shared by several processes', sharingContract);
  });
}
