import { createClient } from '../../../client/index.ts';
import { CommandFailure, type GatewayAccess, headersOf } from '../../terminal/index.ts';
import type { Listener } from './tail-line.ts';

/** Subscribes to an operation; returns how to end that. */
export function tailOperation(
  access: GatewayAccess,
  operation: {
    readonly query: string;
    readonly variables: Record<string, unknown>;
    readonly operationName: string | undefined;
  },
  { tell, stop, fail }: Listener,
): () => void {
  const client = createClient({
    url: access.url,
    headers: headersOf(access),
    onLost: ({ from, to }) => tell({ gap: { from, to } }),
  });
  client.subscribe(operation, {
    ready: () => tell({ ready: true }),
    next: (result) => tell({ result }),
    error: (error) => fail(asFailure(error)),
    complete: stop,
  });
  return () => client.dispose();
}

/** A refusal is an array of GraphQL errors; all else is an outage. */
function asFailure(error: unknown): CommandFailure {
  if (!Array.isArray(error)) {
    return new CommandFailure(error instanceof Error ? error.message : String(error), 'unreachable', {
      cause: error,
    });
  }
  return new CommandFailure(error.map(({ message }: { message: string }) => message).join(' '), 'refused');
}
