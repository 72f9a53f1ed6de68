import type { ConnectionState } from '../hooks/use-connection.ts';

const words: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
};

export interface ConnectionBadgeProps {
  readonly state: ConnectionState;
  /** Reconnects at once. By itself pusher-js waits longer after each attempt. */
  readonly onRetry: () => void;
}

/** Shows the state of the connection. */
export function ConnectionBadge({ state, onRetry }: ConnectionBadgeProps) {
  const isLost = state === 'reconnecting' || state === 'offline';
  return (
    <div className="connection-area">
      <span className={`connection ${state}`} role="status" aria-label="Connection">
        {words[state]}
      </span>
      {isLost && (
        <button type="button" onClick={onRetry}>
          Try now
        </button>
      )}
    </div>
  );
}
