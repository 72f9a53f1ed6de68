import { channelAlphabet } from '../../protocol/index.ts';
import type { ChannelsLimits } from '../limits.ts';
import { userIdOf } from './channel.ts';

/** Returns what is wrong with a channel name, or `undefined` if it is valid. */
export function channelNameProblem(channel: string, limits: ChannelsLimits): string | undefined {
  const userId = userIdOf(channel);
  if (userId !== undefined) {
    if (userId === '') return 'The channel name has no user id. Append the id of a user to #server-to-user-.';
    return userId.length > limits.userIdLength
      ? `The user id in the channel name has ${userId.length} characters. The maximum is ${limits.userIdLength}.`
      : undefined;
  }
  if (channel.length > limits.channelLength)
    return `The channel name has ${channel.length} characters. The maximum is ${limits.channelLength}.`;
  if (!channelAlphabet.test(channel))
    return `Invalid channel name ${JSON.stringify(channel)}: use only letters, digits and _ - = @ , . ;`;
  return undefined;
}
