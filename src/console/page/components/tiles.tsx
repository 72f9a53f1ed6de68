import type { Live } from '../live/live-store.ts';
import { currentOf, latencyNow, secondsOf, valuesOf } from '../live/series.ts';
import type { Overview } from '../live/use-overview.ts';
import { count, counted, milliseconds, rate } from './format.ts';

/** Age of a waiting event, in ms, from which the tile warns. Shorter waits are normal; a longer one is an outage. */
const alarmingWait = 10_000;

export interface TilesProps {
  readonly live: Live;
  readonly overview: Overview;
}

/** The key figures. */
export function Tiles({ live, overview }: TilesProps) {
  const seconds = secondsOf(live);
  const waiting = overview.topics.reduce((sum, { depth }) => sum + depth, 0);
  const longest = Math.max(
    0,
    ...overview.topics.map(({ waitingSince }) => overview.at - (waitingSince ?? overview.at)),
  );
  const median = latencyNow(live, 0.5);
  const events = currentOf(valuesOf(live.events, seconds));
  const deliveries = live.countsDeliveries ? currentOf(valuesOf(live.deliveries, seconds)) : undefined;
  return (
    <dl className="tiles">
      <Tile label="Connections" {...connectionsOf(live, overview)} />
      <Tile
        label="Operations"
        value={count(overview.operations.length)}
        note={`on ${counted(overview.channels.filter(({ kind }) => kind !== 'OTHER').length, 'channel')}`}
      />
      <Tile label="Events" {...rateOf(events)} note={noteOfSharing(overview)} />
      <Tile label="Deliveries" {...rateOf(deliveries)} note={noteOfDeliveries(live, overview)} />
      <Tile
        label="Delivery latency"
        value={median === undefined ? '–' : milliseconds(median)}
        note="median of the last 10 s"
      />
      <Tile
        label="Waiting"
        value={count(waiting)}
        note={waiting === 0 ? 'all mailboxes are empty' : `in mailboxes, up to ${milliseconds(longest)}`}
        alarming={longest > alarmingWait}
      />
    </dl>
  );
}

/** A rate per second; a dash before the first complete second is known. */
function rateOf(value: number | undefined) {
  return value === undefined ? { value: '–' } : { value: rate(value), unit: '/s' };
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly note: string;
  readonly alarming?: boolean;
}

function Tile({ label, value, unit = '', note, alarming = false }: TileProps) {
  return (
    <div className={alarming ? 'tile alarming' : 'tile'}>
      <dt>{label}</dt>
      <dd>
        {value}
        {unit && <span className="unit">{unit}</span>}
      </dd>
      <dd className="quiet">{note}</dd>
    </div>
  );
}

/** Connections of the Channels servers in the gateways' processes or, without those, the number of subscriptions. */
function connectionsOf({ instances }: Live, { server, channels, countsSubscribers }: Overview) {
  const known = [...instances.values()].flatMap(({ connections }) =>
    connections === null ? [] : [connections],
  );
  const total = known.length > 0 ? known.reduce((sum, each) => sum + each, 0) : server?.connections;
  if (total !== undefined) return { value: count(total), note: 'open, including this page' };
  if (!countsSubscribers) return { value: '–', note: 'Pusher does not count them' };
  const most = channels.reduce((sum, { subscribers }) => sum + (subscribers ?? 0), 0);
  return { value: count(most), note: 'subscriptions; Pusher does not count connections' };
}

function noteOfSharing({ operations, countsSubscribers }: Overview): string {
  if (!countsSubscribers) return 'Pusher does not count subscribers';
  const subscribers = operations.reduce((sum, each) => sum + (each.subscribers ?? 0), 0);
  if (operations.length === 0) return 'no subscribers';
  return `${counted(subscribers / operations.length, 'subscriber')} per operation`;
}

function noteOfDeliveries({ at, countsDeliveries }: Live, { server }: Overview): string {
  if (at === 0) return 'waiting for data';
  if (!countsDeliveries) return 'Pusher does not count them';
  return server ? 'counted by the Channels server' : 'from the subscribers of each channel';
}
