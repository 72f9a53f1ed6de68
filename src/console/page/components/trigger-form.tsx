import { useId, useState } from 'react';
import { triggerMutation } from '../documents.ts';
import { request } from '../gateway/request.ts';
import { Notice } from './notice.tsx';
import { parseJson, useSending } from './use-sending.ts';

/** Triggers an event on a channel of the application. The gateway's rule `trigger` authorizes it. */
export function TriggerForm({ token }: { readonly token: string | undefined }) {
  const [channel, setChannel] = useState('');
  const [event, setEvent] = useState('');
  const [data, setData] = useState('{}');
  const id = useId();
  const { outcome, isBusy, submit } = useSending(async () => {
    const channels = channel.split(/[\s,]+/).filter(Boolean);
    await request(triggerMutation, { channels, event, data: parseJson(data, 'The data') }, token);
    return { kind: 'good', text: `Sent to ${channels.join(', ')}.` };
  });

  return (
    <form onSubmit={submit}>
      <label htmlFor={`${id}-channel`}>Channel</label>
      <input
        id={`${id}-channel`}
        value={channel}
        onChange={(change) => setChannel(change.target.value)}
        placeholder="private-board-42"
        spellCheck={false}
        required
      />
      <label htmlFor={`${id}-event`}>Event</label>
      <input
        id={`${id}-event`}
        value={event}
        onChange={(change) => setEvent(change.target.value)}
        placeholder="moved"
        spellCheck={false}
        required
      />
      <label htmlFor={`${id}-data`}>Data, as JSON</label>
      <textarea
        id={`${id}-data`}
        rows={6}
        spellCheck={false}
        value={data}
        onChange={(change) => setData(change.target.value)}
      />
      <button type="submit" className="primary" disabled={isBusy}>
        {isBusy ? 'Sending…' : 'Trigger'}
      </button>
      {outcome && <Notice kind={outcome.kind}>{outcome.text}</Notice>}
      <p className="hint">
        For channels of your application. On the channels of subscription fields, publish instead.
      </p>
    </form>
  );
}
