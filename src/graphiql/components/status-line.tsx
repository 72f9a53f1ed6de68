import { type ReactNode, useSyncExternalStore } from 'react';
import type { Position } from '../../protocol/index.ts';
import type { Held } from '../held.ts';
import type { Status } from '../status.ts';

/** Below the results: how they come here. */
export function StatusLine({ status }: { status: Held<Status> }) {
  const { carrier, connection, isSubscribed, channel, position, results, lost } = useSyncExternalStore(
    status.follow,
    status.read,
  );
  return (
    <section className="status-line" aria-label="Subscription status">
      <div>
        <span className="connection" data-connection={connection}>
          {wordsFor[connection](carrier === 'pusher' ? 'Pusher' : 'Server-sent events')}
          {isSubscribed && connection === 'connected' && ', subscribed'}
        </span>
        {connection !== 'none' && <Fact name="Results">{results}</Fact>}
        {carrier === 'pusher' && connection !== 'none' && (
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

const wordsFor: Readonly<Record<Status['connection'], (carrier: string) => string>> = {
  none: () => 'No subscription',
  connecting: (carrier) => `${carrier}: connecting…`,
  connected: (carrier) => `${carrier}: connected`,
  lost: (carrier) => `${carrier}: connection lost, reconnecting…`,
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

/** The beginning of an epoch is enough to tell it from the one before. */
function shortPosition({ epoch, offset }: Position): string {
  return `${epoch.slice(0, 8)}/${offset}`;
}
