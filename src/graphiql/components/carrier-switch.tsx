import { useGraphiQLActions } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Held } from '../held.ts';
import type { Carrier } from '../status.ts';

const choices: readonly { value: Carrier; label: string; title: string }[] = [
  { value: 'pusher', label: 'Pusher', title: 'Subscriptions over Pusher: in order, none lost' },
  { value: 'sse', label: 'SSE', title: 'Subscriptions over server-sent events, from this server' },
];

/** Chooses what carries subscriptions. One that runs is stopped, since it would go on over the other. */
export function CarrierSwitch({ carrier }: { carrier: Held<Carrier> }) {
  const chosen = useSyncExternalStore(carrier.follow, carrier.read);
  const { stop } = useGraphiQLActions();
  return (
    <fieldset className="carrier-switch">
      <legend>Subscriptions over</legend>
      {choices.map(({ value, label, title }) => (
        <label key={value} title={title}>
          <input
            type="radio"
            name="carrier"
            checked={value === chosen}
            onChange={() => {
              stop();
              carrier.write(value);
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
