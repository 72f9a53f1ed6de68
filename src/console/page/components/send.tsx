import { useState } from 'react';
import { PublishForm, type PublishFormProps } from './publish-form.tsx';
import { TriggerForm } from './trigger-form.tsx';

/** The forms that publish an event on a topic or trigger an event on a channel. */
export function Send({ token, ...publish }: PublishFormProps) {
  const [form, setForm] = useState<'publish' | 'trigger'>('publish');
  return (
    <aside className="panel send" aria-label="Send">
      <fieldset className="segments wide">
        <legend className="visually-hidden">What to send</legend>
        <label>
          <input type="radio" name="send" checked={form === 'publish'} onChange={() => setForm('publish')} />
          <span>Publish</span>
        </label>
        <label>
          <input type="radio" name="send" checked={form === 'trigger'} onChange={() => setForm('trigger')} />
          <span>Trigger</span>
        </label>
      </fieldset>
      {form === 'publish' ? <PublishForm token={token} {...publish} /> : <TriggerForm token={token} />}
    </aside>
  );
}
