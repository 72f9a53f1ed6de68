import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';

/** Copies the headers of the active tab into a new tab. GraphiQL itself starts a new tab without headers. */
export function KeepHeaders() {
  const { tabs, activeTabIndex, headerEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'headerEditor'));
  const previous = useRef({ count: tabs.length, active: activeTabIndex });
  useEffect(() => {
    const { count, active } = previous.current;
    previous.current = { count: tabs.length, active: activeTabIndex };
    const headers = tabs[active]?.headers;
    if (tabs.length > count && headers && !tabs[activeTabIndex]?.headers) headerEditor?.setValue(headers);
  }, [tabs, activeTabIndex, headerEditor]);
  return null;
}
