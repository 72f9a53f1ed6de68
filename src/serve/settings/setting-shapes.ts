import { z } from 'zod';
import { hostFault, withoutCredentials } from '../../protocol/index.ts';

/** A port to listen on; 0 is any free one. */
export const port = portFrom(0);

/** A port to connect to. */
export const remotePort = portFrom(1);

function portFrom(least: number) {
  return z
    .string()
    .regex(/^-?[\d.]+$/, { error: 'is not a number' })
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= least && value <= 65_535, {
      error: `is not a port (${least} to 65535)`,
    });
}

/** The name of a host. `name`: the settings that hold what a host does not. */
export function hostName(name: Parameters<typeof hostFault>[1]) {
  return z.string().superRefine((text, context) => {
    const message = hostFault(text, name);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A path that precedes another: `/ws`. */
export const pathPrefix = z
  .string()
  .regex(/^(\/[\w.~%!$&'()*+,;=:@-]+)+\/?$/, {
    error: 'is not a path that begins with /, such as /ws',
  })
  .transform((text) => text.replace(/\/$/, ''));

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

/** A list of origins. */
export const origins = z.string().transform((text, context): string[] => {
  const all = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const wrong = all.find((each) => URL.parse(each)?.origin !== each);
  if (wrong === undefined) return all;
  context.addIssue({
    code: 'custom',
    message: `holds "${withoutCredentials(wrong)}", which is no origin such as https://app.example`,
  });
  return z.NEVER;
});

export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'is not a whole number above 0' })
  .transform(Number);
