import { useId, useState } from 'react';
import { publishMutation } from '../documents.ts';
import { request } from '../gateway/request.ts';
import type { PublishStatus } from '../generated/graphql.ts';
import type { Overview } from '../live/use-overview.ts';
import { type EventTypes, exampleOf, problemsOf } from './event-shape.ts';
import { Notice } from './notice.tsx';
import { type Outcome, parseJson, useSending } from './use-sending.ts';

const outcomes: Readonly<Record<PublishStatus, Outcome>> = {
  SENT: { kind: 'good', text: 'Sent to Pusher.' },
  ACCEPTED: { kind: 'warning', text: 'Stored. The gateway will send it.' },
  REFUSED: { kind: 'error', text: 'Rejected by Pusher' },
};

export interface PublishFormProps {
  readonly token: string | undefined;
  readonly fields: Overview['fields'];
  readonly eventTypes: EventTypes;
}

/** Publishes an event on a topic, as a backend does. The gateway's rule `publish` authorizes it. */
export function PublishForm({ token, fields, eventTypes }: PublishFormProps) {
  const [name, setName] = useState(fields[0]?.name ?? '');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  /** The text by field name; without an entry, the form shows an example. */
  const [events, setEvents] = useState<Readonly<Record<string, string>>>({});
  const id = useId();
  const field = fields.find((each) => each.name === name);
  const event = events[name] ?? exampleText(field?.eventType, eventTypes);
  const warnings = warningsOf(event, field?.eventType, eventTypes);
  const { outcome, isBusy, submit } = useSending(async () => {
    const sent = parseJson(event, 'The event');
    const textOf = (place: string): string => values[place] ?? '';
    const args = Object.fromEntries((field?.arguments ?? []).map((each) => [each, textOf(each)]));
    const viewer = Object.fromEntries((field?.claims ?? []).map((each) => [each, textOf(`viewer.${each}`)]));
    const topic = { ...args, ...(field?.claims.length ? { viewer } : {}) };
    const { publish } = await request(publishMutation, { field: name, args: topic, event: sent }, token);
    const result = outcomes[publish.status];
    return publish.reason
      ? { ...result, text: `${result.text.replace(/\.$/, '')}: ${publish.reason}` }
      : result;
  });
  if (fields.length === 0) return <p className="quiet">The schema has no subscription fields.</p>;
  const places = [...(field?.arguments ?? []), ...(field?.claims ?? []).map((claim) => `viewer.${claim}`)];

  return (
    <form onSubmit={submit}>
      <label htmlFor={`${id}-field`}>Subscription field</label>
      <select id={`${id}-field`} value={name} onChange={(change) => setName(change.target.value)}>
        {fields.map((each) => (
          <option key={each.name}>{each.name}</option>
        ))}
      </select>
      <p className="hint">
        Topic <code>{field?.template}</code>
        {field?.eventType && (
          <>
            , event type <code>{field.eventType}</code>
          </>
        )}
      </p>
      {places.map((place) => (
        <div key={place} className="field">
          <label htmlFor={`${id}-${place}`}>{place}</label>
          <input
            id={`${id}-${place}`}
            value={values[place] ?? ''}
            onChange={(change) => setValues({ ...values, [place]: change.target.value })}
            spellCheck={false}
            required
          />
        </div>
      ))}
      <label htmlFor={`${id}-event`}>Event, as JSON</label>
      <textarea
        id={`${id}-event`}
        rows={8}
        spellCheck={false}
        value={event}
        onChange={(change) => setEvents({ ...events, [name]: change.target.value })}
      />
      {warnings.length > 0 && (
        <Notice kind="warning">
          The event does not match the type.
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      <button type="submit" className="primary" disabled={isBusy}>
        {isBusy ? 'Publishing…' : warnings.length > 0 ? 'Publish anyway' : 'Publish'}
      </button>
      {outcome && <Notice kind={outcome.kind}>{outcome.text}</Notice>}
    </form>
  );
}

function exampleText(type: string | null | undefined, types: EventTypes): string {
  return type ? JSON.stringify(exampleOf(type, types), null, 2) : '{\n  \n}';
}

/** Compares the text with the type. Text that is not JSON gets no warning; submitting it shows an error. */
function warningsOf(text: string, type: string | null | undefined, types: EventTypes): string[] {
  if (!type) return [];
  try {
    return problemsOf(JSON.parse(text), type, types);
  } catch {
    return [];
  }
}
