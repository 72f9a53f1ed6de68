import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { Client } from '../client/index.ts';

const ClientContext = createContext<Client | undefined>(undefined);

export interface PusherProviderProps {
  /** The application owns the client. The provider never disposes it. */
  readonly client: Client;
  readonly children?: ReactNode;
}

/**
 * Provides a client to the components below it.
 *
 * @example
 * const client = createClient({ url: '/graphql' });
 * createRoot(element).render(<PusherProvider client={client}><App /></PusherProvider>);
 */
export function PusherProvider({ client, children }: PusherProviderProps): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * Returns the client of the nearest {@link PusherProvider}.
 *
 * @example
 * const client = usePusherClient();
 * return <button onClick={() => client.terminate()}>Reconnect</button>;
 * @throws {Error} when no provider is above the component.
 */
export function usePusherClient(): Client {
  const client = useContext(ClientContext);
  if (!client)
    throw new Error('No <PusherProvider> above this component. Wrap it in <PusherProvider client={…}>.');
  return client;
}
