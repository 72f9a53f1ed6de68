import { z } from 'zod';
import { channelNameInput, parseInput, socketIdInput } from '../../builtins/index.ts';
import type { ChannelAuth, Viewer } from '../../core/index.ts';
import { readParameters } from '../request-parameters.ts';
import { asRestError, type Endpoint, type EndpointOptions } from './endpoint.ts';

const channelAuthInput = z.object({ socket_id: socketIdInput, channel_name: channelNameInput });

/** Maximum number of channels in one request. */
const maxChannels = 100;

/** The npm package `pusher-js-auth` sends one request for all channels of a tick. */
const batchedInput = z.object({
  socket_id: socketIdInput,
  channel_name: z
    .array(z.string())
    .max(
      maxChannels,
      `has too many channels: one request can authorize at most ${maxChannels}. Send several requests`,
    ),
});

/** `POST /pusher/auth`: authorizes one channel or a batch. The default endpoint of pusher-js. */
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

  /** Like `authorize`, but returns an error as a value, so that the other channels of the batch keep their results. */
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
    // A batch that is too large is rejected. Count at most one channel more than the maximum, because others share the address.
    const count = Math.min(names?.length ?? 1, maxChannels + 1);
    await rateLimits.take('authorize', { viewer, request }, Math.max(1, count));
    if (!names) return authorize(parseInput(channelAuthInput, parameters.single), viewer);
    const batch = parseInput(batchedInput, { ...parameters.single, channel_name: names });
    const channels = [...new Set(batch.channel_name)];
    const results = await Promise.all(
      channels.map((channel) => authorizeOne(batch.socket_id, channel, viewer)),
    );
    return Object.fromEntries(channels.map((channel, index) => [channel, results[index]]));
  };
}

/** The field names that Pusher's clients expect. */
function asJson({ auth, channelData, sharedSecret }: ChannelAuth): Record<string, string | undefined> {
  return { auth, channel_data: channelData, shared_secret: sharedSecret };
}
