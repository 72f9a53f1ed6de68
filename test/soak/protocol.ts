/** What the soak asks its server, and what it answers. */

export interface Addresses {
  readonly gateway: number;
  readonly channels: number;
}

/** What the server holds, after its garbage was collected. */
export interface Usage {
  /** In bytes. */
  readonly heap: number;
  readonly resident: number;
  readonly registrations: number;
  readonly connections: number;
  readonly channels: number;
  readonly errors: number;
}

/** What is left of it when all of it was closed: resources that would keep the process. */
export interface Leftovers {
  readonly resources: readonly string[];
}

export type Question = 'usage' | 'sweep' | 'stop';
export type Answer =
  | { readonly addresses: Addresses }
  | { readonly usage: Usage }
  | { readonly leftovers: Leftovers };

export const app = { id: 'soak', key: 'soak-key', secret: 'soak-secret' };
export const rooms = 20;

/** Of executions, in ms. */
export const executionTimeout = 1_000;
