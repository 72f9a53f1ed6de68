import { useGraphiQLActions } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Transport } from '../state/status.ts';
import type { ValueStore } from '../state/value-store.ts';

const choices: readonly { value: Transport; label: string; title: string }[] = [
  {
    value: 'pusher',
    label: 'Pusher',
    title: 'Subscriptions over Pusher: ordered, with recovery after a reconnect',
  },
  { value: 'sse', label: 'SSE', title: 'Subscriptions over server-sent events, from this server' },
];

/** Chooses the transport of subscriptions. A change stops the running subscription, which uses the other transport. */
export function TransportSwitch({ transport }: { transport: ValueStore<Transport> }) {
  const chosen = useSyncExternalStore(transport.subscribe, transport.read);
  const { stop } = useGraphiQLActions();
  return (
    <fieldset className="transport-switch">
      <legend>Subscriptions over</legend>
      {choices.map(({ value, label, title }) => (
        <label key={value} title={title}>
          <input
            type="radio"
            name="transport"
            checked={value === chosen}
            onChange={() => {
              stop();
              transport.write(value);
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
