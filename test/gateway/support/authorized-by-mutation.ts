import type { PusherOptions } from '../../support/pusher-js.ts';
import type { Stack } from '../../support/stack.ts';

/** pusher-js options that have channels authorized, and the user signed in, by the gateway's mutations. */
export function authorizedByMutation(stack: Pick<Stack, 'request'>, token: string): Partial<PusherOptions> {
  return {
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: async ({ socketId, channelName }, callback) => {
        const { data, errors } = await stack.request({
          query:
            'mutation ($s: String!, $c: String!) { authorizeChannel(socketId: $s, channelName: $c) { auth channel_data: channelData shared_secret: sharedSecret } }',
          variables: { s: socketId, c: channelName },
          token,
        });
        callback(errors ? new Error(errors[0]?.message) : null, data?.authorizeChannel ?? null);
      },
    },
    userAuthentication: {
      endpoint: '',
      transport: 'ajax',
      customHandler: async ({ socketId }, callback) => {
        const { data, errors } = await stack.request({
          query: 'mutation ($s: String!) { authenticateUser(socketId: $s) { auth user_data: userData } }',
          variables: { s: socketId },
          token,
        });
        callback(errors ? new Error(errors[0]?.message) : null, data?.authenticateUser ?? null);
      },
    },
  };
}
