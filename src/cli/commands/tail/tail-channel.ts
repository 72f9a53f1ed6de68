import { z } from 'zod';
import { jitteredBackoff, type PusherChannel } from '../../../client/index.ts';
import {
  type AuthorizationCallback,
  type AuthorizationRequest,
  createOwnPusher,
  createPost,
} from '../../../client/internal.ts';
import { CommandFailure, type GatewayAccess, headersOf } from '../../terminal/index.ts';
import type { TailListener } from './tail-line.ts';

/** A pusher-js channel, with a method that the client's own type omits. */
type WholeChannel = PusherChannel & {
  bind_global(listener: (event: string, data: unknown) => void): void;
};

/** Subscribes to a channel with pusher-js; the gateway authorizes. Resolves with a function that unsubscribes. */
export async function tailChannel(
  access: GatewayAccess,
  name: string,
  { emit, reject }: TailListener,
): Promise<() => void> {
  const customHandler = (request: AuthorizationRequest, callback: AuthorizationCallback): void => {
    authorize(access, request).then(
      (auth) => callback(null, auth),
      (error: Error) => {
        reject(error);
        callback(error, null);
      },
    );
  };
  const options = {
    url: access.url,
    headers: headersOf(access),
    pusherOptions: { channelAuthorization: { customHandler } },
  };
  const pusher = await createOwnPusher(options, createPost(options), {
    retryAttempts: 3,
    retryWait: jitteredBackoff,
  });
  const channel = pusher.subscribe(name) as WholeChannel;
  channel.bind('pusher:subscription_succeeded', () => emit({ ready: true }));
  channel.bind('pusher:subscription_error', (error) =>
    reject(new CommandFailure(`Pusher rejected ${name}: ${JSON.stringify(error)}`, 'refused')),
  );
  channel.bind_global((event, data) => {
    if (!event.startsWith('pusher:')) emit({ event, data });
  });
  return () => pusher.disconnect();
}

const authShape = z.object({
  auth: z.string(),
  channel_data: z.string().optional(),
  shared_secret: z.string().optional(),
});

async function authorize(access: GatewayAccess, { socketId, channelName }: AuthorizationRequest) {
  const response = await fetch(new URL('/pusher/auth', access.url), {
    method: 'POST',
    headers: headersOf(access),
    body: new URLSearchParams({ socket_id: socketId, channel_name: channelName }),
  });
  const body: unknown = await response.json();
  const auth = authShape.safeParse(body);
  if (!response.ok || !auth.success)
    throw new CommandFailure(`the gateway rejected ${channelName}: ${JSON.stringify(body)}`, 'refused');
  const { channel_data, shared_secret } = auth.data;
  return {
    auth: auth.data.auth,
    ...(channel_data !== undefined && { channel_data }),
    ...(shared_secret !== undefined && { shared_secret }),
  };
}
