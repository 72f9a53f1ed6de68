import { connectToGraphQLWs } from './graphql-ws.ts';
import { connectToChannel, connectToUs } from './pusher.ts';
import { connectToSse } from './sse.ts';
import type { Connect, Target } from './target.ts';
import { openWebSocket } from './web-socket.ts';

/** Returns the function that connects a subscriber to the target. */
export function connectorFor(target: Target): Connect {
  switch (target.protocol) {
    case 'graphql-pusher':
      return (variant, onBytes) => connectToUs(target, variant, onBytes);
    case 'pusher':
      return (_variant, onBytes) => connectToChannel(target, onBytes);
    case 'graphql-ws':
      return (variant, onBytes) => connectToGraphQLWs(target, variant, onBytes);
    case 'sse':
      return (variant, onBytes) => connectToSse(target, variant, onBytes);
    case 'frames':
      return async (_variant, onBytes) => {
        const { close, ping } = await openWebSocket({ port: target.port, path: '/', onText: onBytes });
        return { join: ping, close };
      };
  }
}
