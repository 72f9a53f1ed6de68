import type { Engine, Transport } from '../../core/index.ts';
import type { ChannelWatch } from '../builtins/channel-watch.ts';
import { gatewayErrorIn } from '../graphql-error.ts';
import type { Authenticate } from '../jwt-authentication.ts';

/** A REST twin: takes the request and its body, answers what becomes the JSON of the response. */
export type Endpoint = (request: Request, body: string) => Promise<unknown>;

/** The collaborators of the REST twins. */
export interface EndpointOptions {
  readonly engine: Engine;
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  readonly watch: ChannelWatch;
  readonly onError: (error: unknown, where: string) => void;
}

/** A failure in HTTP's words. What its caller may not see goes to `onError`. */
export function asRestError(
  error: unknown,
  report: (error: unknown) => void,
): { status: number; error: string; code: string } {
  const known = gatewayErrorIn(error);
  if (!known) report(error);
  return {
    status: known?.status ?? 500,
    error: known?.message ?? 'Unexpected error.',
    code: known?.code ?? 'INTERNAL_SERVER_ERROR',
  };
}
