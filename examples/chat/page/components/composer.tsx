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
  /** Called at every change of the text, and when it is sent. */
  readonly onTyping: (isTyping: boolean) => void;
  /** The server has taken the message. */
  readonly onSent: (message: Message) => void;
  readonly onRefused: () => void;
}

/** As the server has it. */
const maxLength = 2_000;

/** On a phone the focus would bring up a keyboard that nobody asked for. */
const hasOwnKeyboard = matchMedia('(pointer: fine)').matches;

export function Composer({ room, token, onTyping, onSent, onRefused }: ComposerProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setIsBusy] = useState(false);

  async function send(): Promise<void> {
    if (isBusy || text.trim() === '') return;
    setIsBusy(true);
    setProblem(undefined);
    // Before the message is there, else its author would seem to begin another.
    onTyping(false);
    try {
      const { sendMessage: sent } = await request(sendMessage, { roomId: room.id, text }, { token });
      setText('');
      onSent(sent);
    } catch (error) {
      // What was written stays, to be sent again.
      const refusal = problemOf(error);
      if (needsSignIn(refusal)) onRefused();
      else setProblem(refusal);
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
    // Enter also ends the choice of a character in an input method.
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
          // biome-ignore lint/a11y/noAutofocus: whoever opens a room comes to talk, and hears the log all the same.
          autoFocus={hasOwnKeyboard}
          value={text}
          // Not disabled while busy: that would take the focus away.
          readOnly={isBusy}
          onChange={(event) => write(event.target.value)}
          onKeyDown={pressed}
        />
        <button type="submit" className="primary" disabled={isBusy || text.trim() === ''} aria-label="Send">
          <SendIcon />
        </button>
      </div>
      <p id="message-hint" className="hint">
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> begins a new line.
      </p>
    </form>
  );
}
