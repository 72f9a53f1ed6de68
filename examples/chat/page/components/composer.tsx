import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { needsSignIn, type Problem, problemOf } from '../api/problem.ts';
import { request } from '../api/request.ts';
import type { Room } from '../hooks/use-rooms.ts';
import type { Message } from '../messages.ts';
import { sendMessage } from '../operations.ts';
import { SendIcon } from './icons.tsx';

export interface ComposerProps {
  readonly room: Room;
  readonly token: string;
  /** Called when the text changes, and when it is sent. */
  readonly onTyping: (isTyping: boolean) => void;
  /** Called when the server has stored the message. */
  readonly onSent: (message: Message) => void;
  readonly onRejected: () => void;
}

/** Equals the server's limit. */
const maxLength = 2_000;

/** False on phones: there, autofocus would open the on-screen keyboard. */
const hasHardwareKeyboard = matchMedia('(pointer: fine)').matches;

export function Composer({ room, token, onTyping, onSent, onRejected }: ComposerProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setIsBusy] = useState(false);

  async function send(): Promise<void> {
    if (isBusy || text.trim() === '') return;
    setIsBusy(true);
    setProblem(undefined);
    // End the typing notice before the message arrives. Otherwise its author seems to be typing the next one.
    onTyping(false);
    try {
      const { sendMessage: sent } = await request(sendMessage, { roomId: room.id, text }, { token });
      setText('');
      onSent(sent);
    } catch (error) {
      // Keep the text, so that the user can send it again.
      const rejection = problemOf(error);
      if (needsSignIn(rejection)) onRejected();
      else setProblem(rejection);
    } finally {
      setIsBusy(false);
    }
  }

  function write(written: string): void {
    setText(written);
    onTyping(written !== '');
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void send();
  }

  function pressed(event: KeyboardEvent): void {
    // During composition in an input method, Enter confirms a character.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }

  return (
    <form className="composer" onSubmit={submit}>
      {problem && (
        <p id="message-error" className="field-error" role="alert">
          Not sent: {problem.message}
        </p>
      )}
      <div className="composer-field">
        <textarea
          aria-label={`Message to ${room.name}`}
          aria-describedby={problem ? 'message-error' : 'message-hint'}
          aria-invalid={problem !== undefined}
          placeholder={`Message to ${room.name}`}
          rows={1}
          maxLength={maxLength}
          // biome-ignore lint/a11y/noAutofocus: the field is the purpose of the page, and screen readers announce the log independently of the focus.
          autoFocus={hasHardwareKeyboard}
          value={text}
          // Not disabled while busy, because that would remove the focus.
          readOnly={isBusy}
          onChange={(event) => write(event.target.value)}
          onKeyDown={pressed}
        />
        <button type="submit" className="primary" disabled={isBusy || text.trim() === ''} aria-label="Send">
          <SendIcon />
        </button>
      </div>
      <p id="message-hint" className="hint">
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line.
      </p>
    </form>
  );
}
