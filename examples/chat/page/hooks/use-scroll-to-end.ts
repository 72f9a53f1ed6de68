import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as being there. */
const tolerance = 48;

export interface ScrollToEnd {
  readonly list: RefObject<HTMLElement | null>;
  readonly isAtEnd: boolean;
  onScroll(): void;
  scrollToEnd(): void;
}

/** Keeps a growing list at its end, unless its reader has scrolled away from there. */
export function useScrollToEnd(content: unknown): ScrollToEnd {
  const list = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const scrollToEnd = useCallback(() => {
    const { current } = list;
    if (current) current.scrollTop = current.scrollHeight;
    follows.current = true;
    setIsAtEnd(true);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new content that moves the end.
  useLayoutEffect(() => {
    if (follows.current) scrollToEnd();
  }, [content, scrollToEnd]);

  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    // A keyboard on the screen, or a composer that grows, takes room from the list.
    const observer = new ResizeObserver(() => {
      if (follows.current) scrollToEnd();
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [scrollToEnd]);

  return {
    list,
    isAtEnd,
    scrollToEnd,
    onScroll: () => {
      const { current } = list;
      if (!current) return;
      follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < tolerance;
      setIsAtEnd(follows.current);
    },
  };
}
