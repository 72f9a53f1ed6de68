import { z } from 'zod';

export const port = z.coerce
  .number({ error: 'is not a number' })
  .int()
  .min(0)
  .max(65_535, { error: 'is not a port (0 to 65535)' });

export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'is neither true nor false' })
  .transform((text) => text === 'true' || text === '1');
