import { GraphiQL } from 'graphiql';
import { CarrierSwitch } from './components/carrier-switch.tsx';
import { FollowSystemTheme } from './components/follow-system-theme.tsx';
import { StatusLine } from './components/status-line.tsx';
import { createFetcher } from './fetcher.ts';
import { firstQuery } from './first-query.ts';
import { hold } from './held.ts';
import { createKept } from './kept.ts';
import { createKeptCarrier } from './kept-carrier.ts';
import { createEventSubscriber } from './over-events.ts';
import { createPusherSubscriber } from './over-pusher.ts';
import { freshStatus } from './status.ts';

// The page lies where the endpoint is, whatever a proxy has put before it.
const url = location.pathname;
const storages = openStorages();
const carrier = createKeptCarrier(storages?.lasting);
const status = hold(freshStatus(carrier.read()));
const subscribers = {
  pusher: createPusherSubscriber(url, status),
  sse: createEventSubscriber(url, status),
};
const fetcher = createFetcher(url, subscribers, carrier.read);
const kept = storages && createKept(storages.tab, storages.lasting);

export function Page() {
  return (
    <GraphiQL
      fetcher={fetcher}
      {...(kept && { storage: kept })}
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
            <CarrierSwitch carrier={carrier} />
          </>
        )}
      </GraphiQL.Toolbar>
      <GraphiQL.Footer>
        <StatusLine status={status} />
      </GraphiQL.Footer>
      <FollowSystemTheme />
    </GraphiQL>
  );
}

/** `undefined` where the browser lets pages keep nothing. */
function openStorages(): { tab: Storage; lasting: Storage } | undefined {
  try {
    return { tab: sessionStorage, lasting: localStorage };
  } catch (error) {
    console.warn('What is typed will not outlive this page:', error);
    return undefined;
  }
}
