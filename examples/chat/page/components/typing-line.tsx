import type { User } from '../hooks/use-rooms.ts';
import { typingWords } from '../typing.ts';

export interface TypingLineProps {
  readonly me: User;
  readonly people: readonly User[] | undefined;
  /** Ids of those who are typing. */
  readonly typing: readonly string[];
}

/** Says who is typing. Always there, so that nothing moves and readers know it before something stands in it. */
export function TypingLine({ me, people = [], typing }: TypingLineProps) {
  const names = typing.flatMap((id) => {
    // What one types in another tab is no news.
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
