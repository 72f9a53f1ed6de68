import { z } from 'zod';
import { hostFault, withoutCredentials } from '../../protocol/index.ts';

/** A port to listen on. 0 selects a free port. */
export const port = portFrom(0);

/** A port to connect to. */
export const remotePort = portFrom(1);

function portFrom(least: number) {
  return z
    .string()
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN))
    .refine((value) => value >= least && value <= 65_535, {
      error: `is not a port. Use a whole number from ${least} to 65535`,
    });
}

/** A host name. `name` lists the settings for the parts of a URL that do not belong in a host name. */
export function hostName(name: Parameters<typeof hostFault>[1]) {
  return z.string().superRefine((text, context) => {
    const message = hostFault(text, name);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A path prefix: `/ws`. */
export const pathPrefix = z
  .string()
  .regex(/^(\/[\w.~%!$&'()*+,;=:@-]+)+\/?$/, {
    error: 'is not a path. Use a path that begins with /, such as /ws',
  })
  .transform((text) => text.replace(/\/$/, ''));

/** A duration in seconds, parsed to ms. */
export const seconds = z.coerce
  .number({ error: 'is not a duration. Use a number of seconds above 0' })
  .positive({ error: 'is not a duration. Use a number of seconds above 0' })
  // The maximum of Node's timers.
  .max(2_147_483, { error: 'is too long. Use at most 2147483 seconds' })
  .transform((value) => value * 1_000);

/** A boolean. */
export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'is not a boolean. Use true or false' })
  .transform((text) => text === 'true' || text === '1');

/** Origins, separated by commas. */
export const origins = z.string().transform((text, context): string[] => {
  const all = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const wrong = all.find((each) => URL.parse(each)?.origin !== each);
  if (wrong === undefined) return all;
  context.addIssue({
    code: 'custom',
    message: `contains "${withoutCredentials(wrong)}", which is not an origin. Use origins such as https://app.example, separated by commas`,
  });
  return z.NEVER;
});

/** A whole number above 0. */
export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'is not a count. Use a whole number above 0' })
  .transform(Number);
