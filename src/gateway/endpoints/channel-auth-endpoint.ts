import { z } from 'zod';
import { channelNameInput, parseInput, socketIdInput } from '../../builtins/index.ts';
import type { ChannelAuth, Viewer } from '../../core/index.ts';
import { readParameters } from '../request-parameters.ts';
import { asRestError, type Endpoint, type EndpointOptions } from './endpoint.ts';

const channelAuthInput = z.object({ socket_id: socketIdInput, channel_name: channelNameInput });

/** How many channels one request asks for. */
const maxChannels = 100;

/** The npm package `pusher-js-auth` asks for all channels of a tick at once. */
const batchedInput = z.object({
  socket_id: socketIdInput,
  channel_name: z
    .array(z.string())
    .max(
      maxChannels,
      `holds too many: one request asks for at most ${maxChannels} channels, so send several`,
    ),
});

/** `POST /pusher/auth`: pusher-js's default way to have a channel authorized, for one channel or a batch of them. */
export function createChannelAuthEndpoint({
  engine,
  authenticate,
  onError,
  requestId,
  rateLimits,
}: EndpointOptions): Endpoint {
  async function authorize(
    input: { socket_id: string; channel_name: string },
    viewer: Viewer | undefined,
  ): Promise<unknown> {
    const { socket_id: socketId, channel_name: channel } = parseInput(channelAuthInput, input);
    return asJson(await engine.authorizeChannel({ socketId, channel, viewer }));
  }

  /** As `authorize`, with a refusal told beside the answers for the other channels. */
  async function authorizeOne(
    socketId: string,
    channel: string,
    viewer: Viewer | undefined,
  ): Promise<object> {
    try {
      return { status: 200, data: await authorize({ socket_id: socketId, channel_name: channel }, viewer) };
    } catch (error) {
      return asRestError(error, {
        report: (unknown) => onError(unknown, '/pusher/auth'),
        requestId: requestId(),
      });
    }
  }

  return async (request, body) => {
    const parameters = readParameters(request, body);
    const viewer = await authenticate(request, parameters.single);
    const names = parameters.list('channel_name');
    // One too many is refused, and costs no more: others share the address.
    const asked = Math.min(names?.length ?? 1, maxChannels + 1);
    await rateLimits.take('authorize', { viewer, request }, Math.max(1, asked));
    if (!names) return authorize(parseInput(channelAuthInput, parameters.single), viewer);
    const batch = parseInput(batchedInput, { ...parameters.single, channel_name: names });
    const channels = [...new Set(batch.channel_name)];
    const answers = await Promise.all(
      channels.map((channel) => authorizeOne(batch.socket_id, channel, viewer)),
    );
    return Object.fromEntries(channels.map((channel, index) => [channel, answers[index]]));
  };
}

/** As Pusher's clients spell it. */
function asJson({ auth, channelData, sharedSecret }: ChannelAuth): Record<string, string | undefined> {
  return { auth, channel_data: channelData, shared_secret: sharedSecret };
}
