import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Maximum distance from the end, in pixels, at which the list counts as scrolled to the end. */
const tolerance = 48;

export interface ScrollToEnd {
  readonly list: RefObject<HTMLElement | null>;
  readonly isAtEnd: boolean;
  onScroll(): void;
  scrollToEnd(): void;
}

/** Keeps a growing list scrolled to its end, unless the user has scrolled up. */
export function useScrollToEnd(content: unknown): ScrollToEnd {
  const list = useRef<HTMLElement>(null);
  const sticksToEnd = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const scrollToEnd = useCallback(() => {
    const { current } = list;
    if (current) current.scrollTop = current.scrollHeight;
    sticksToEnd.current = true;
    setIsAtEnd(true);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new content moves the end.
  useLayoutEffect(() => {
    if (sticksToEnd.current) scrollToEnd();
  }, [content, scrollToEnd]);

  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    // An on-screen keyboard or a growing composer reduces the height of the list.
    const observer = new ResizeObserver(() => {
      if (sticksToEnd.current) scrollToEnd();
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
      sticksToEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < tolerance;
      setIsAtEnd(sticksToEnd.current);
    },
  };
}
