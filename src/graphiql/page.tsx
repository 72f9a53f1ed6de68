import { GraphiQL } from 'graphiql';
import { FollowSystemTheme } from './components/follow-system-theme.tsx';
import { KeepHeaders } from './components/keep-headers.tsx';
import { ResultList } from './components/result-list.tsx';
import { StatusLine } from './components/status-line.tsx';
import { TransportSwitch } from './components/transport-switch.tsx';
import { createFetcher } from './fetcher.ts';
import { firstQuery } from './first-query.ts';
import { createPusherSubscriber } from './pusher-subscriber.ts';
import type { Results } from './results.ts';
import { createEventSubscriber } from './sse-subscriber.ts';
import { initialStatus } from './status.ts';
import { createStoredTransport } from './stored-transport.ts';
import { createTabStorage } from './tab-storage.ts';
import { createValueStore } from './value-store.ts';

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
