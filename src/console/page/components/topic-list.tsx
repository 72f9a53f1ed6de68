import { useState } from 'react';
import { useNow } from '../live/use-live.ts';
import type { Overview } from '../live/use-overview.ts';
import { Empty } from './empty.tsx';
import { ago, count, timeOf } from './format.ts';
import { contains, ListFilter } from './list-filter.tsx';

/** Lists topics with the events waiting in their mailboxes, and the events that Pusher rejected. */
export function TopicList({ overview: { topics, deadLetters } }: { readonly overview: Overview }) {
  const [text, setText] = useState('');
  const now = useNow();
  if (topics.length === 0 && deadLetters.length === 0) {
    return <Empty title="No topics">A topic appears here while it has subscribers or waiting events.</Empty>;
  }
  const deepest = Math.max(1, ...topics.map(({ depth }) => depth));
  return (
    <>
      <ListFilter what="topics by name" text={text} onText={setText} />
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Topic</th>
              <th scope="col" className="number">
                Operations
              </th>
              <th scope="col">Mailbox</th>
              <th scope="col" className="number">
                Waiting since
              </th>
            </tr>
          </thead>
          <tbody>
            {topics
              .filter(({ key }) => contains(key, text))
              .map(({ key, field, operations, depth, waitingSince }) => (
                <tr key={key}>
                  <td>
                    <b>{field}</b> <code>{key.slice(field.length + 1)}</code>
                  </td>
                  <td className="number">{count(operations)}</td>
                  <td>
                    <span className="depth">
                      <meter min={0} max={deepest} value={depth} aria-label={`Waiting events: ${depth}`} />
                      {depth === 0 ? <span className="quiet">empty</span> : <b>{count(depth)}</b>}
                    </span>
                  </td>
                  <td className="number quiet">{waitingSince === null ? '' : ago(waitingSince, now)}</td>
                </tr>
              ))}
          </tbody>
        </table>
        {deadLetters.length > 0 && (
          <>
            <h3 className="list-title">Rejected by Pusher</h3>
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Topic</th>
                  <th scope="col">Reason</th>
                </tr>
              </thead>
              <tbody>
                {deadLetters.map(({ id, at, topic, reason }) => (
                  <tr key={id}>
                    <td>{timeOf(at)}</td>
                    <td>
                      <code>{topic}</code>
                    </td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </div>
    </>
  );
}
