/** Calls `check` when a last message may have been lost unnoticed. Returns how to stop. */
export function watchPositions(intervalMilliseconds: number | undefined, check: () => void): () => void {
  // Browsers put hidden pages to sleep, sockets and all.
  const { document } = globalThis as { document?: Document };
  const whenVisible = (): void => {
    if (document?.visibilityState === 'visible') check();
  };
  document?.addEventListener('visibilitychange', whenVisible);
  const timer = intervalMilliseconds ? setInterval(check, intervalMilliseconds) : undefined;
  return () => {
    document?.removeEventListener('visibilitychange', whenVisible);
    clearInterval(timer);
  };
}
