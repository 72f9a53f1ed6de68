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
      <span className="connection" data-connection={connection}>
        {wordsFor[connection](carrier === 'pusher' ? 'Pusher' : 'Server-sent events')}
        {isSubscribed && connection === 'connected' && ', subscribed'}
      </span>
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
      {connection !== 'none' && <Fact name="Results">{results}</Fact>}
      {lost && (
        <span className="lost" role="alert">
          Results between {shortPosition(lost.from)} and {shortPosition(lost.to)} are lost.
        </span>
      )}
    </section>
  );
}

const wordsFor: Readonly<Record<Status['connection'], (carrier: string) => string>> = {
  none: () => 'No subscription yet',
  connecting: (carrier) => `${carrier}: connecting…`,
  connected: (carrier) => `${carrier}: connected`,
  lost: (carrier) => `${carrier}: connection lost, reconnecting…`,
};

function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <span className="fact" data-name={name} title={title}>
      <span className="name">{name}</span> <span className="value">{children}</span>
    </span>
  );
}

/** An epoch is a UUID; its beginning tells one from the next. */
function shortPosition({ epoch, offset }: Position): string {
  return `${epoch.slice(0, 8)}/${offset}`;
}
