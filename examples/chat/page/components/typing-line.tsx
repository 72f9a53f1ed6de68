import type { User } from '../hooks/use-rooms.ts';
import { typingWords } from '../typing.ts';

export interface TypingLineProps {
  readonly me: User;
  readonly people: readonly User[] | undefined;
  /** Ids of the users who are typing. */
  readonly typing: readonly string[];
}

/** Shows who is typing. Always rendered, so that the layout is stable and screen readers announce changes. */
export function TypingLine({ me, people = [], typing }: TypingLineProps) {
  const names = typing.flatMap((id) => {
    // Leave out the current user, even if typing in another tab.
    const person = id === me.id ? undefined : people.find((each) => each.id === id);
    return person ? [person.name] : [];
  });
  return (
    <p className="typing" role="status" aria-label="Typing">
      {names.length > 0 && (
        <span className="typing-dots" aria-hidden="true">
          <span />
          <span />
          <span />
        </span>
      )}
      <span className="typing-words">{typingWords(names)}</span>
    </p>
  );
}
