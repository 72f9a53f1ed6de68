import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Grant, ResultMessage } from '../../src/protocol/index.ts';
import { type Addresses, app } from './protocol.ts';

/** A subscriber over a raw socket, which counts what it gets. */
export interface Subscriber {
  readonly received: () => number;
  /** From publishing to receiving, in ms: what has come since this was last asked. */
  latencies(): number[];
  /** Leaves; rejects when results were missing or came twice. */
  leave(): Promise<void>;
}

/** Posts GraphQL as a viewer. */
export async function post<Data>(
  { gateway }: Addresses,
  viewer: string,
  body: object,
): Promise<{ data?: Data; errors?: unknown; extensions?: { pusher: Grant } }> {
  const response = await fetch(`http://127.0.0.1:${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-viewer': viewer },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Awaited<ReturnType<typeof post<Data>>>;
}

interface SaidData {
  readonly said: { readonly text: string };
}

interface Frame {
  readonly event: string;
  readonly data?: unknown;
}

/** What a subscriber wants to hear. */
export interface Wish {
  readonly viewer: string;
  readonly room: number;
  /** Makes its operation another than that of all others, so that its channel comes and goes with it. */
  readonly of: string | undefined;
}

/** Connects, subscribes to what is said in a room, and joins. */
export async function subscribe(addresses: Addresses, { viewer, room, of }: Wish): Promise<Subscriber> {
  const socket = new WebSocket(`ws://127.0.0.1:${addresses.channels}/app/${app.key}?protocol=7`, {
    perMessageDeflate: false,
  });
  const [greeting] = (await once(socket, 'message')) as [Buffer];
  const { socket_id: socketId } = JSON.parse(JSON.parse(String(greeting)).data) as { socket_id: string };
  const { errors, extensions } = await post(addresses, viewer, {
    query: 'subscription ($room: ID!, $of: ID) { said(roomId: $room, of: $of) { roomId text } }',
    variables: { room: String(room), of },
    extensions: { pusher: { socketId } },
  });
  const grant = extensions?.pusher;
  if (!grant) throw new Error(`Refused: ${JSON.stringify(errors)}`);

  let last: number | undefined;
  let received = 0;
  let latencies: number[] = [];
  let complaint: string | undefined;
  const joined = new Promise<void>((resolve) => {
    socket.on('message', (bytes: Buffer) => {
      const { event, data }: Frame = JSON.parse(String(bytes));
      if (event === 'pusher:ping') socket.send('{"event":"pusher:pong","data":{}}');
      if (event === 'pusher_internal:subscription_succeeded') resolve();
      if (event !== grant.event) return;
      const message = JSON.parse(String(data)) as ResultMessage;
      const { offset } = message;
      // The first may be the last message before it joined, which a cache channel sends.
      if (last !== undefined && offset !== last + 1) complaint ??= `after ${last} came ${offset}`;
      // The text begins with the time.
      const text = 'result' in message ? (message.result.data as SaidData | null)?.said.text : undefined;
      if (last !== undefined && text) latencies.push(Date.now() - Number.parseInt(text, 10));
      last = offset;
      received++;
    });
  });
  const { channel, auth } = grant;
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
  await joined;
  return {
    received: () => received,
    latencies() {
      const all = latencies;
      latencies = [];
      return all;
    },
    async leave() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
      if (complaint) throw new Error(`${channel}: ${complaint}`);
    },
  };
}
