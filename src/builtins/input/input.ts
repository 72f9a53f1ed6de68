import { z } from 'zod';
import { GatewayError } from '../../core/index.ts';
import { isPosition, isSocketId, type Position } from '../../protocol/index.ts';

/** A Pusher connection's id. */
export const socketIdInput = z.custom<string>(
  isSocketId,
  'must be the id of a Pusher connection, such as "1234.5678"',
);

/** `extensions.pusher` of a request. */
export const subscribeRequestInput = z.object({
  socketId: socketIdInput,
  position: z
    .custom<Position>(isPosition, 'must be { epoch, offset } as an earlier answer or message gave it')
    .nullish()
    .transform((position) => position ?? undefined),
});

/** Problems that are told at once. */
const maxProblems = 10;

/** The value when it fits; throws `BAD_USER_INPUT` that names each part which does not. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, at: readonly string[] = []): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.slice(0, maxProblems).map(({ path, message }) => {
    const place = [...at, ...path].join('.');
    return place ? `${place}: ${message}` : message;
  });
  const more = issues.length > maxProblems ? `; and ${issues.length - maxProblems} more` : '';
  throw new GatewayError('BAD_USER_INPUT', `${problems.join('; ')}${more}.`);
}
