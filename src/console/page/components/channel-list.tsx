import { useState } from 'react';
import { useNow } from '../live/use-live.ts';
import type { Overview } from '../live/use-overview.ts';
import { Empty } from './empty.tsx';
import { count } from './format.ts';
import { contains, ListFilter } from './list-filter.tsx';

type Kind = Overview['channels'][number]['kind'];

const words: Readonly<Record<Kind, string>> = {
  OPERATION: 'operation',
  TOPIC: 'topic',
  PEER: "another library's client",
  EVENT_STREAM: 'event stream',
  OTHER: 'other',
};

/** Lists channels that have subscribers or a registration. */
export function ChannelList({ overview: { channels, countsSubscribers } }: { readonly overview: Overview }) {
  const [text, setText] = useState('');
  const now = useNow();
  if (channels.length === 0) {
    return (
      <Empty title="No channels">
        A channel appears here while it has subscribers or a registered operation.
      </Empty>
    );
  }
  const shown = channels.filter(({ name }) => contains(name, text));
  return (
    <>
      <ListFilter what="channels by name" text={text} onText={setText}>
        {!countsSubscribers && (
          <span className="quiet">
            Pusher does not count subscribers. Enable “subscription counting” in the app’s settings.
          </span>
        )}
      </ListFilter>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">Carries</th>
              <th scope="col" className="number">
                Subscribers
              </th>
              <th scope="col" className="number roomy">
                Expires in
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, kind, subscribers, expiresAt }) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td>{words[kind]}</td>
                <td className="number">{subscribers === null ? 'unknown' : count(subscribers)}</td>
                <td className="number quiet roomy">
                  {expiresAt === null ? '' : durationOf(expiresAt - now)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Formats a duration: `24 h`, `2 min`. */
function durationOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
