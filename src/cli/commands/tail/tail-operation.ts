import { createClient } from '../../../client/index.ts';
import { CommandFailure, type GatewayAccess, headersOf } from '../../terminal/index.ts';
import type { TailListener } from './tail-line.ts';

/** Subscribes to an operation. Returns a function that unsubscribes. */
export function tailOperation(
  access: GatewayAccess,
  operation: {
    readonly query: string;
    readonly variables: Record<string, unknown>;
    readonly operationName: string | undefined;
  },
  { emit, stop, reject }: TailListener,
): () => void {
  const client = createClient({
    url: access.url,
    headers: headersOf(access),
    onLost: ({ from, to }) => emit({ gap: { from, to } }),
  });
  client.subscribe(operation, {
    ready: () => emit({ ready: true }),
    next: (result) => emit({ result }),
    error: (error) => reject(asFailure(error)),
    complete: stop,
  });
  return () => client.dispose();
}

/** A rejection is an array of GraphQL errors. Any other error is an outage. */
function asFailure(error: unknown): CommandFailure {
  if (!Array.isArray(error)) {
    return new CommandFailure(error instanceof Error ? error.message : String(error), 'unreachable', {
      cause: error,
    });
  }
  return new CommandFailure(error.map(({ message }: { message: string }) => message).join(' '), 'refused');
}
