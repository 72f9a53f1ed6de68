import type { Stack } from '../../support/stack.ts';

/** What somebody got who asked for a channel's `auth`. */
export interface Outcome {
  /** The whole answer, as it travelled. */
  readonly text: string;
  /** Of the refusal, when it was one. */
  readonly code: string | undefined;
}

/** Every way to ask for the `auth` of a channel by its name. */
export type Route = (stack: Stack, channel: string, token: string | undefined) => Promise<Outcome>;

const socketId = '1.2';

/** A signature of the test's app, wherever it stands. */
export const signature = /test-key:[\da-f]{64}/;

async function post(
  stack: Stack,
  path: string,
  body: string,
  type: string,
  token: string | undefined,
): Promise<Outcome> {
  const response = await stack.gateway.fetch(
    new Request(`http://gateway.test${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body,
    }),
  );
  const text = await response.text();
  return { text, code: /"code":"(\w+)"/.exec(text)?.[1] };
}

const form = 'application/x-www-form-urlencoded';
const formOf = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

export const routes: Readonly<Record<string, Route>> = {
  'POST /pusher/auth with a form': (stack, channel, token) =>
    post(stack, '/pusher/auth', formOf({ socket_id: socketId, channel_name: channel }), form, token),
  'POST /pusher/auth with JSON': (stack, channel, token) =>
    post(
      stack,
      '/pusher/auth',
      JSON.stringify({ socket_id: socketId, channel_name: channel }),
      'application/json',
      token,
    ),
  'POST /pusher/auth with a batch': (stack, channel, token) =>
    post(stack, '/pusher/auth', formOf({ socket_id: socketId, 'channel_name[0]': channel }), form, token),
  'POST /graphql/subscriptions/auth': (stack, channel, token) =>
    post(
      stack,
      '/graphql/subscriptions/auth',
      formOf({ socket_id: socketId, channel_name: channel }),
      form,
      token,
    ),
  'the mutation authorizeChannel': (stack, channel, token) =>
    post(
      stack,
      '/graphql',
      JSON.stringify({
        query:
          'mutation ($s: String!, $c: String!) { authorizeChannel(socketId: $s, channelName: $c) { auth channelData sharedSecret } }',
        variables: { s: socketId, c: channel },
      }),
      'application/json',
      token,
    ),
};

/** Channels that have a registration. */
export async function registeredChannels({ store }: Pick<Stack, 'store'>): Promise<string[]> {
  const channels: string[] = [];
  for await (const { channel } of store.registrations.all()) channels.push(channel);
  return channels.sort();
}
