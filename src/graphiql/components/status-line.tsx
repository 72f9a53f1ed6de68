import { type ReactNode, useSyncExternalStore } from 'react';
import type { Position } from '../../protocol/index.ts';
import type { Status } from '../state/status.ts';
import type { ValueStore } from '../state/value-store.ts';

/** The line below the results: transport, connection, channel and position. */
export function StatusLine({ status }: { status: ValueStore<Status> }) {
  const { transport, connection, isSubscribed, channel, position, results, lost } = useSyncExternalStore(
    status.subscribe,
    status.read,
  );
  return (
    <section className="status-line" aria-label="Subscription status">
      <div>
        <span className="connection" data-connection={connection}>
          {wordsFor[connection](transport === 'pusher' ? 'Pusher' : 'Server-sent events')}
          {isSubscribed && connection === 'connected' && ', subscribed'}
        </span>
        {connection !== 'none' && <Fact name="Results">{results}</Fact>}
        {transport === 'pusher' && connection !== 'none' && (
          <Fact name="Lost" isBad={lost !== undefined}>
            {lost ? `between ${shortPosition(lost.from)} and ${shortPosition(lost.to)}` : 'none'}
          </Fact>
        )}
      </div>
      {(channel || position) && (
        <div>
          {channel && (
            <Fact name="Channel" title={channel}>
              {channel}
            </Fact>
          )}
          {position && (
            <Fact name="Position" title={`epoch ${position.epoch}, offset ${position.offset}`}>
              {shortPosition(position)}
            </Fact>
          )}
        </div>
      )}
    </section>
  );
}

const wordsFor: Readonly<Record<Status['connection'], (transport: string) => string>> = {
  none: () => 'No subscription',
  connecting: (transport) => `${transport}: connecting…`,
  connected: (transport) => `${transport}: connected`,
  lost: (transport) => `${transport}: connection lost, reconnecting…`,
};

interface FactProps {
  name: string;
  title?: string;
  isBad?: boolean;
  children: ReactNode;
}

function Fact({ name, title, isBad, children }: FactProps) {
  return (
    <span className={isBad ? 'fact bad' : 'fact'} title={title}>
      <span className="name">{name}</span> <span className="value">{children}</span>
    </span>
  );
}

/** Shortens a position. The first characters of an epoch distinguish it from the previous one. */
function shortPosition({ epoch, offset }: Position): string {
  return `${epoch.slice(0, 8)}/${offset}`;
}
