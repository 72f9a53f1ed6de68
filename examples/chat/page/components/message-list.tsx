import { useMemo } from 'react';
import type { Room, User } from '../hooks/use-rooms.ts';
import { useScrollToEnd } from '../hooks/use-scroll-to-end.ts';
import { groupMessages, type Message, type MessageGroup } from '../messages.ts';
import { Avatar } from './avatar.tsx';
import { DownIcon } from './icons.tsx';

export interface MessageListProps {
  readonly room: Room;
  readonly me: User;
  /** `undefined` while loading. */
  readonly messages: readonly Message[] | undefined;
}

export function MessageList({ room, me, messages }: MessageListProps) {
  const { list, isAtEnd, onScroll, scrollToEnd } = useScrollToEnd(messages);
  const groups = useMemo(() => groupMessages(messages ?? []), [messages]);
  return (
    <div className="message-area">
      <section
        className="message-scroll"
        ref={list}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
        tabIndex={0}
        aria-label="Conversation"
      >
        {messages?.length === 0 && (
          <div className="empty">
            <h2>No messages yet</h2>
            <p>Write the first one. Everyone in {room.name} sees it at once.</p>
          </div>
        )}
        {/* Always rendered: screen readers announce only additions to an existing log. */}
        <div className="messages" role="log" aria-label={`Messages in ${room.name}`} aria-busy={!messages}>
          {groups.map((group) => (
            <Group key={group.messages[0].id} group={group} isMine={group.author.id === me.id} />
          ))}
        </div>
      </section>
      {!isAtEnd && (
        <button type="button" className="to-end" onClick={scrollToEnd}>
          <DownIcon />
          Latest messages
        </button>
      )}
    </div>
  );
}

function Group({ group: { author, messages, startsDay }, isMine }: { group: MessageGroup; isMine: boolean }) {
  const [{ sentAt }] = messages;
  return (
    <>
      {startsDay && (
        <p className="day">
          <span>{dayName(new Date(sentAt))}</span>
        </p>
      )}
      <article className={isMine ? 'group mine' : 'group'}>
        <Avatar user={author} />
        <div className="group-body">
          <p className="group-head">
            <span className="author">{author.name}</span>
            {isMine && <span className="you">you</span>}
            <time dateTime={sentAt}>{timeFormat.format(new Date(sentAt))}</time>
          </p>
          {messages.map((message) => (
            <p key={message.id} className="text">
              {message.text}
            </p>
          ))}
        </div>
      </article>
    </>
  );
}

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

function dayName(date: Date): string {
  return date.toDateString() === new Date().toDateString() ? 'Today' : dayFormat.format(date);
}
