import { useEffect } from 'react';

/** Sets the text of the page's one `<title>`. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
