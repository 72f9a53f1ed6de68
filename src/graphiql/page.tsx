import { GraphiQL } from 'graphiql';
import { FollowSystemTheme } from './components/follow-system-theme.tsx';
import { KeepHeaders } from './components/keep-headers.tsx';
import { ResultList } from './components/result-list.tsx';
import { StatusLine } from './components/status-line.tsx';
import { TransportSwitch } from './components/transport-switch.tsx';
import { createFetcher } from './fetcher.ts';
import { firstQuery } from './first-query.ts';
import type { Results } from './state/results.ts';
import { initialStatus } from './state/status.ts';
import { createStoredTransport } from './state/stored-transport.ts';
import { createTabStorage } from './state/tab-storage.ts';
import { createValueStore } from './state/value-store.ts';
import { createPusherSubscriber } from './subscribers/pusher-subscriber.ts';
import { createEventSubscriber } from './subscribers/sse-subscriber.ts';

// The page and the endpoint have the same URL, behind any path prefix.
const url = location.pathname;
const storages = openStorages();
const transport = createStoredTransport(storages?.lasting);
const status = createValueStore(initialStatus(transport.read()));
const results = createValueStore<Results>([]);
const subscribers = {
  pusher: createPusherSubscriber(url, status, results),
  sse: createEventSubscriber(url, status, results),
};
const fetcher = createFetcher(url, subscribers, transport.read);
const storage = storages && createTabStorage(storages.tab, storages.lasting);

export function Page() {
  return (
    <GraphiQL
      fetcher={fetcher}
      {...(storage && { storage })}
      defaultQuery={firstQuery}
      defaultEditorToolsVisibility="headers"
      shouldPersistHeaders
    >
      <GraphiQL.Logo>graphql-pusher</GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <TransportSwitch transport={transport} />
          </>
        )}
      </GraphiQL.Toolbar>
      <GraphiQL.Footer>
        <ResultList results={results} />
        <StatusLine status={status} />
      </GraphiQL.Footer>
      <FollowSystemTheme />
      <KeepHeaders />
    </GraphiQL>
  );
}

/** `undefined` if the browser denies storage. */
function openStorages(): { tab: Storage; lasting: Storage } | undefined {
  try {
    return { tab: sessionStorage, lasting: localStorage };
  } catch (error) {
    console.warn('The browser denies storage. Queries and headers are lost on reload:', error);
    return undefined;
  }
}
