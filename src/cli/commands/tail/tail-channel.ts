import { z } from 'zod';
import { jitteredBackoff, type PusherChannel } from '../../../client/index.ts';
import {
  type AuthorizationCallback,
  type AuthorizationRequest,
  createOwnPusher,
  createPost,
} from '../../../client/internal.ts';
import { CommandFailure, type GatewayAccess, headersOf } from '../../terminal/index.ts';
import type { Listener } from './tail-line.ts';

/** A channel of pusher-js, with what it can beside what our client needs. */
type WholeChannel = PusherChannel & {
  bind_global(listener: (event: string, data: unknown) => void): void;
};

/** Joins a channel by pusher-js, with an authorization of the gateway; resolves with how to leave it. */
export async function tailChannel(
  access: GatewayAccess,
  name: string,
  { tell, fail }: Listener,
): Promise<() => void> {
  const customHandler = (request: AuthorizationRequest, callback: AuthorizationCallback): void => {
    authorize(access, request).then(
      (auth) => callback(null, auth),
      (error: Error) => {
        fail(error);
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
  channel.bind('pusher:subscription_succeeded', () => tell({ ready: true }));
  channel.bind('pusher:subscription_error', (error) =>
    fail(new CommandFailure(`Pusher refused ${name}: ${JSON.stringify(error)}`, 'refused')),
  );
  channel.bind_global((event, data) => {
    if (!event.startsWith('pusher:')) tell({ event, data });
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
    throw new CommandFailure(`the gateway refused ${channelName}: ${JSON.stringify(body)}`, 'refused');
  const { channel_data, shared_secret } = auth.data;
  return {
    auth: auth.data.auth,
    ...(channel_data !== undefined && { channel_data }),
    ...(shared_secret !== undefined && { shared_secret }),
  };
}
