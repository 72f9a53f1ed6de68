import { roomId, subscription } from '../servers/chat.ts';
import type { OnBytes, Subscriber } from './target.ts';
import { openWebSocket } from './web-socket.ts';

/** Connects a subscriber with the protocol graphql-transport-ws. */
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
      // The protocol does not confirm subscriptions. The server handles messages in order, so after the pong it has
      // started the subscription. The events of the scenario show whether it succeeded.
      await ws.ping();
    },
    close: ws.close,
  };
}
