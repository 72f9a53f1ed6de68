import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { Client } from '../client/index.ts';

const ClientContext = createContext<Client | undefined>(undefined);

export interface PusherProviderProps {
  /** Stays the application's own: the provider never disposes of it. */
  readonly client: Client;
  readonly children?: ReactNode;
}

/**
 * Lends a client to the components below.
 *
 * @example
 * const client = createClient({ url: '/graphql' });
 * createRoot(element).render(<PusherProvider client={client}><App /></PusherProvider>);
 */
export function PusherProvider({ client, children }: PusherProviderProps): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * The client of the nearest {@link PusherProvider}.
 *
 * @example
 * const client = usePusherClient();
 * return <button onClick={() => client.terminate()}>Reconnect</button>;
 * @throws {Error} when there is no provider above.
 */
export function usePusherClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('There is no <PusherProvider client={…}> above this component.');
  return client;
}
