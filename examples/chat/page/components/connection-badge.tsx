import type { ConnectionState } from '../hooks/use-connection.ts';

const words: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
};

/** Says whether what is on the page is what is going on. */
export function ConnectionBadge({ state }: { readonly state: ConnectionState }) {
  return (
    <span className={`connection ${state}`} role="status" aria-label="Connection">
      {words[state]}
    </span>
  );
}
