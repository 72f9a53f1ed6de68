import { z } from 'zod';

export const port = z.coerce
  .number({ error: 'is not a number' })
  .int()
  .min(0)
  .max(65_535, { error: 'is not a port (0 to 65535)' });

/** A duration in seconds, parsed to ms. */
export const seconds = z.coerce
  .number({ error: 'is not a number of seconds' })
  .positive({ error: 'is not a number of seconds above 0' })
  // Node's timers hold no more.
  .max(2_147_483, { error: 'is more than 2147483 seconds' })
  .transform((value) => value * 1_000);

export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'is neither true nor false' })
  .transform((text) => text === 'true' || text === '1');
