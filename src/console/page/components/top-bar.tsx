import type { SubscriptionStatus } from '../../../react/index.ts';
import { milliseconds } from './format.ts';
import { BrandIcon } from './icons.tsx';

const words: Readonly<Record<SubscriptionStatus, string>> = {
  skipped: 'Off',
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  complete: 'Ended',
  error: 'Not live',
};

export interface TopBarProps {
  readonly status: SubscriptionStatus;
  readonly lag: number | undefined;
  readonly instances: number;
  readonly onSignOut: (() => void) | undefined;
}

export function TopBar({ status, lag, instances, onSignOut }: TopBarProps) {
  return (
    <header className="top-bar">
      <BrandIcon />
      <h1>
        graphql-pusher <span>console</span>
      </h1>
      <nav aria-label="Other pages">
        <a href="./graphql">GraphiQL</a>
      </nav>
      {instances > 1 && <span className="quiet">{instances} gateways</span>}
      {lag !== undefined && (
        <span
          className="quiet lag"
          title="Time from creating the newest frame in a gateway until this page received it over Pusher."
        >
          {milliseconds(lag)} to this page
        </span>
      )}
      <span className={`status ${status}`} role="status" aria-label="Connection">
        {words[status]}
      </span>
      {onSignOut && (
        <button type="button" onClick={onSignOut}>
          Sign out
        </button>
      )}
    </header>
  );
}
