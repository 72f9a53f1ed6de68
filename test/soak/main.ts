/**
 * `npm run soak`: 1,000 subscribers that come and go for 10 minutes, on a server whose memory must stay flat and that
 * must be able to let go of everything. `--minutes 3`, `--subscribers 200`. Ends with 1 when something is wrong.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  type Addresses,
  type Answer,
  executionTimeout,
  type Leftovers,
  type Question,
  rooms,
  type Usage,
} from './protocol.ts';
import { post, type Subscriber, subscribe } from './subscriber.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    subscribers: { type: 'string', default: '1000' },
  },
});
const minutes = Number(values.minutes);
const crowd = Number(values.subscribers);

/** Of the churn: one leaves and another comes. */
const everyMs = 50;
/** One of so many subscribes to what nobody else does; the others share an operation with all of their room. */
const aloneEvery = 9;
/** Between events. */
const sayEveryMs = 100;
/** Between two subscriptions of hostile viewers. */
const annoyEveryMs = 250;
/** From publishing to receiving, in ms: an event may come while a batch waits for an operation that hangs. */
const longestLatency = 3 * executionTimeout;
/** How much more heap the last quarter may need than the second one. */
const tolerance = 1.15;

const child = fork(join(import.meta.dirname, 'server.ts'), {
  execArgv: ['--conditions=graphql-pusher-source', '--expose-gc'],
});
const answers = { of: async (): Promise<Answer> => ((await once(child, 'message')) as [Answer])[0] };
let turn: Promise<unknown> = Promise.resolve();

/** One question at a time. */
function ask(question: Question): Promise<Answer> {
  const answer = turn.then(async () => {
    const answered = answers.of();
    child.send(question);
    return answered;
  });
  turn = answer;
  return answer;
}
const usageOf = async (question: 'usage' | 'sweep'): Promise<Usage> => {
  const answer = await ask(question);
  if (!('usage' in answer)) throw new Error('The server answered something else.');
  return answer.usage;
};

const problems: string[] = [];
const first = await answers.of();
if (!('addresses' in first)) throw new Error('The server did not say where it is.');
const { addresses }: { addresses: Addresses } = first;

let number = 0;
const come = (): Promise<Subscriber> => {
  number++;
  return subscribe(addresses, {
    viewer: `viewer-${number % crowd}`,
    room: number % rooms,
    of: number % aloneEvery === 0 ? String(number) : undefined,
  });
};
const leave = async (subscriber: Subscriber | undefined): Promise<void> => {
  await subscriber?.leave().catch((error: unknown) => problems.push((error as Error).message));
};

const present: Subscriber[] = [];
for (let start = 0; start < crowd; start += 20) {
  present.push(...(await Promise.all(Array.from({ length: Math.min(20, crowd - start) }, come))));
}
console.log(`${present.length} subscribers in ${rooms} rooms, for ${minutes} min`);
console.log('minute  heap MB  resident MB  registrations  connections  channels  replaced  said');

const until = performance.now() + minutes * 60_000;
let [replaced, said, annoyances] = [0, 0, 0];

async function churn(): Promise<void> {
  while (performance.now() < until) {
    const place = Math.floor(Math.random() * present.length);
    const leaving = present[place];
    present[place] = await come();
    await leave(leaving);
    replaced++;
    await pause(everyMs);
  }
}

async function talk(): Promise<void> {
  while (performance.now() < until) {
    const query = 'mutation ($r: ID!, $t: String!) { say(roomId: $r, text: $t) }';
    const variables = { r: String(said % rooms), t: `${Date.now()}: nothing new in the west.` };
    const { errors } = await post(addresses, 'speaker', { query, variables });
    if (errors) problems.push(`say: ${JSON.stringify(errors)}`);
    said++;
    await pause(sayEveryMs);
  }
}

/** Subscribes to what is expensive or broken, in every room, and recovers ten logs with each request. */
async function annoy(): Promise<void> {
  for (let turn = 0; performance.now() < until; turn++) {
    const room = turn % rooms;
    const aliases = Array.from({ length: 28 }, (_, index) => `text${index}: text`).join(' ');
    const selection = [aliases, 'hangs', 'unserializable'][turn % 3];
    const query = `subscription { said(roomId: "${room}") { ${selection} n${turn % 60}: roomId } }`;
    const pusher = { socketId: '1.1' };
    const { extensions } = await post(addresses, 'hostile', { query, extensions: { pusher } });
    const position = extensions && { ...extensions.pusher.position, offset: 0 };
    const again = { query, extensions: { pusher: { ...pusher, position } } };
    await post(
      addresses,
      'hostile',
      Array.from({ length: 10 }, () => again),
    );
    annoyances++;
    await pause(annoyEveryMs);
  }
}

const latencies: number[] = [];
const heaps: number[] = [];
function print(label: string, usage: Usage): void {
  const { heap, resident, registrations, connections, channels } = usage;
  const cells = [
    label,
    (heap / 1e6).toFixed(1),
    (resident / 1e6).toFixed(1),
    registrations,
    connections,
    channels,
    replaced,
    said,
  ];
  const widths = [6, 9, 13, 15, 13, 10, 10, 6];
  console.log(cells.map((cell, index) => String(cell).padStart(widths[index] ?? 8)).join(''));
}

async function watch(): Promise<void> {
  const began = performance.now();
  const interval = Math.min(30_000, (minutes * 60_000) / 12);
  while (performance.now() < until) {
    await pause(interval);
    for (const subscriber of present) latencies.push(...subscriber.latencies());
    const usage = await usageOf('usage');
    heaps.push(usage.heap);
    print(((performance.now() - began) / 60_000).toFixed(1), usage);
  }
}

await Promise.all([churn(), talk(), annoy(), watch()]);
latencies.sort((one, other) => one - other);
const latencyAt = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
console.log(
  `latency beside ${annoyances} hostile subscriptions: median ${latencyAt(0.5)} ms, p99 ${latencyAt(0.99)} ms, ` +
    `longest ${latencyAt(1)} ms`,
);
if (annoyances === 0) problems.push('There were no hostile viewers.');
if (latencyAt(1) > longestLatency)
  problems.push(`An event took ${latencyAt(1)} ms, more than ${longestLatency}.`);
const heard = present.reduce((sum, { received }) => sum + received(), 0);
if (heard === 0) problems.push('Nobody heard anything.');
await Promise.all(present.splice(0).map(leave));

// Everybody has left: nothing may stay but for a moment.
let usage = await usageOf('sweep');
for (let tries = 0; tries < 60 && usage.registrations + usage.connections > 0; tries++) {
  await pause(500);
  usage = await usageOf('sweep');
}
print('empty', usage);
if (usage.registrations > 0) problems.push(`${usage.registrations} registrations are left.`);
if (usage.connections + usage.channels > 0) problems.push('Connections or channels are left.');
if (usage.errors > 0) problems.push(`${usage.errors} errors were told.`);

const quarter = Math.max(1, Math.floor(heaps.length / 4));
const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const [early, late] = [median(heaps.slice(quarter, 2 * quarter)), median(heaps.slice(-quarter))];
console.log(
  `heap: ${(early / 1e6).toFixed(1)} MB in the second quarter, ${(late / 1e6).toFixed(1)} MB in the last`,
);
if (late > early * tolerance) problems.push('The heap grows.');

const gone = once(child, 'exit');
const stopped = (await ask('stop')) as { leftovers: Leftovers };
if (stopped.leftovers.resources.length > 0)
  problems.push(`Left when closed: ${stopped.leftovers.resources.join(', ')}`);
// With nothing left to do, the process ends by itself.
child.disconnect();
const [code] = await Promise.race([gone, pause(5_000, ['it did not end'])]);
if (code !== 0) {
  problems.push(`The server: ${code}`);
  child.kill('SIGKILL');
}

console.log(problems.length === 0 ? 'Nothing is wrong.' : problems.join('\n'));
process.exit(problems.length === 0 ? 0 : 1);
