import { channelAlphabet } from '../../protocol/index.ts';
import type { ChannelsLimits } from '../limits.ts';
import { userIdOf } from './channel.ts';

/** What is wrong with a channel's name; `undefined` when nothing is. */
export function channelNameFault(channel: string, limits: ChannelsLimits): string | undefined {
  const userId = userIdOf(channel);
  if (userId !== undefined) {
    if (userId === '') return 'A server-to-user channel ends in the id of a user.';
    return userId.length > limits.userIdLength
      ? `A user id has at most ${limits.userIdLength} characters; this one has ${userId.length}.`
      : undefined;
  }
  if (channel.length > limits.channelLength)
    return `A channel's name has at most ${limits.channelLength} characters; this one has ${channel.length}.`;
  if (!channelAlphabet.test(channel))
    return `${JSON.stringify(channel)} is no channel's name: it may hold letters, digits and _ - = @ , . ; only.`;
  return undefined;
}
