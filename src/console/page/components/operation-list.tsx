import { Fragment, useState } from 'react';
import type { Live } from '../live/live-store.ts';
import { useNow } from '../live/use-live.ts';
import type { Overview } from '../live/use-overview.ts';
import { Empty } from './empty.tsx';
import { ago, count, pretty } from './format.ts';
import { contains, ListFilter } from './list-filter.tsx';

export interface OperationListProps {
  readonly overview: Overview;
  readonly activity: Live['activity'];
}

/** Lists the operations. The gateway executes each operation once per event, for any number of subscribers. */
export function OperationList({ overview: { operations }, activity }: OperationListProps) {
  const [open, setOpen] = useState<string>();
  const [text, setText] = useState('');
  const now = useNow();
  if (operations.length === 0) {
    return (
      <Empty title="No subscribers">
        An operation appears here when a client subscribes, and disappears two minutes after its last
        subscriber leaves.
      </Empty>
    );
  }
  const shown = operations.filter(({ document, topic, variables }) =>
    contains(`${document} ${topic} ${JSON.stringify(variables)}`, text),
  );
  return (
    <>
      <ListFilter what="operations by document, topic or variables" text={text} onText={setText} />
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col" className="roomy">
                Variables
              </th>
              <th scope="col" className="number">
                Subscribers
              </th>
              <th scope="col" className="number">
                Executions
              </th>
              <th scope="col" className="number">
                Last result
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((operation) => {
              const { id, document, topic, variables, subscribers, channels } = operation;
              const since = activity.get(id);
              const executions = operation.executions + (since?.executions ?? 0);
              const lastAt = since?.lastAt ?? operation.lastAt;
              const lastResult = since?.lastResult ?? operation.lastResult;
              const isOpen = open === id;
              return (
                <Fragment key={id}>
                  <tr className={isOpen ? 'open' : ''}>
                    <td>
                      <button
                        type="button"
                        className="row-button"
                        aria-expanded={isOpen}
                        aria-controls={`operation-${id}`}
                        onClick={() => setOpen(isOpen ? undefined : id)}
                      >
                        <b>{nameOf(document)}</b>
                        <span className="quiet">{topic}</span>
                      </button>
                    </td>
                    <td className="roomy">
                      <code className="cut">{JSON.stringify(variables)}</code>
                    </td>
                    <td className="number">{subscribers === null ? 'unknown' : count(subscribers)}</td>
                    <td className="number">{count(executions)}</td>
                    <td className="number quiet">{lastAt === null ? 'none yet' : ago(lastAt, now)}</td>
                  </tr>
                  {isOpen && (
                    <tr className="detail" id={`operation-${id}`}>
                      <td colSpan={5}>
                        <div className="detail-columns">
                          <Listing title="Document" text={document} />
                          <Listing title="Last result" text={lastResult === null ? '' : pretty(lastResult)} />
                          <dl className="facts-list">
                            <dt>Variables</dt>
                            <dd>
                              <code>{JSON.stringify(variables)}</code>
                            </dd>
                            <dt>Claims</dt>
                            <dd>{claimsOf(operation.claims)}</dd>
                            <dt>Channels</dt>
                            <dd>{count(channels)}</dd>
                            <dt>Id</dt>
                            <dd>
                              <code>{id}</code>
                            </dd>
                          </dl>
                        </div>
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
        <p className="quiet log-note">
          Executions and results are those of one gateway process, since it started.
        </p>
      </div>
    </>
  );
}

function Listing({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <h4>{title}</h4>
      {text ? <pre>{text}</pre> : <p className="quiet">None yet.</p>}
    </div>
  );
}

/** Returns the operation's name or, without a name, its first field. */
function nameOf(document: string): string {
  return (
    /^subscription (\w+)/.exec(document)?.[1] ?? /{\s*(?:\w+: )?(\w+)/.exec(document)?.[1] ?? 'subscription'
  );
}

function claimsOf(claims: unknown): string {
  const text = JSON.stringify(claims);
  return text === '{}' ? 'none: all authorized viewers share the execution' : text;
}
