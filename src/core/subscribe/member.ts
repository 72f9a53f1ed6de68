import { maxMemberBytes, maxUserIdLength } from '../../protocol/index.ts';
import { GatewayError, type PresenceMember, type Viewer } from '../ports/index.ts';

/**
 * The viewer as the other members of a presence channel see it.
 * @throws {GatewayError} `BAD_USER_INPUT` for one that Pusher would not take.
 */
export function memberOf({ id, info }: Viewer): PresenceMember {
  checkUserId(id);
  const bytes = Buffer.byteLength(JSON.stringify({ user_id: id, user_info: info }));
  if (bytes > maxMemberBytes) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `Your id and what others see of you have ${bytes} bytes, and Pusher takes at most ${maxMemberBytes}: your token must say less.`,
    );
  }
  return { id, ...(info ? { info } : {}) };
}

/** @throws {GatewayError} `BAD_USER_INPUT` for a viewer's id that Pusher would not take as a user's. */
export function checkUserId(id: string): void {
  if (id.length <= maxUserIdLength) return;
  throw new GatewayError(
    'BAD_USER_INPUT',
    `Your id has ${id.length} characters, and a user of Pusher has at most ${maxUserIdLength}: you need a token with a shorter "sub".`,
  );
}
