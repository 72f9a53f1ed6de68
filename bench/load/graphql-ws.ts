import { roomId, subscription } from '../servers/chat.ts';
import type { OnBytes, Subscriber } from './target.ts';
import { openWebSocket } from './web-socket.ts';

/** A subscriber that speaks graphql-transport-ws. */
export async function connectToGraphQLWs(
  { port }: { port: number },
  variant: number,
  onBytes: OnBytes,
): Promise<Subscriber> {
  const acknowledged = Promise.withResolvers<void>();
  let isReady = false;
  const ws = await openWebSocket({
    port,
    path: '/graphql',
    protocol: 'graphql-transport-ws',
    onText(bytes, start, end) {
      if (isReady) return onBytes(bytes, start, end);
      isReady = true;
      acknowledged.resolve();
    },
  });
  ws.send('{"type":"connection_init"}');
  await acknowledged.promise;
  return {
    async join() {
      const payload = { query: subscription, variables: { roomId, variant } };
      ws.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      // The protocol does not say when a subscription stands. The server takes its messages in order, so by the time it
      // answers this it has at least begun; whether it stands is checked by the events that come.
      await ws.ping();
    },
    close: ws.close,
  };
}
