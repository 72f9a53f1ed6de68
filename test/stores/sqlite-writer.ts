/** A process that writes until it is killed, and says on stdout what the store has acknowledged. */
import { writeSync } from 'node:fs';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import {
  beginTopic,
  entryOf,
  eventOf,
  generous,
  minute,
  operationOn,
  testGeneration,
} from '../contracts/store/harness.ts';

const [location = '', topic = '', round = ''] = process.argv.slice(2);
/** Out of our hands when it returns, as the store's acknowledgement is: `process.stdout` may still hold it back. */
const say = (line: string) => writeSync(1, `${line}\n`);

const store = createSqliteStore(location);
const { generations, registrations, mailboxes, logs } = store;
const operation = operationOn(topic);

// A process that was killed has begun it already.
if ((await generations.current(topic)).id !== testGeneration) await beginTopic(store, topic);
await registrations.add(operation, { channel: topic, dialect: 'native' }, 60 * minute);
// The one who was killed before us cannot give its lease back.
const { lease } = (await mailboxes.acquire(topic, 0, 0)) ?? {};
if (!lease) throw new Error(`${topic} has a holder.`);
for (let n = 0; ; n++) {
  const id = `${round}-${n}`;
  await mailboxes.append(topic, eventOf(id));
  say(`mail ${id}`);
  const logged = await logs.append(lease, [entryOf(operation, id)], generous);
  say(`log ${id} ${logged?.[0]?.position.offset}`);
  if (n % 2 === 0) continue;
  say(`finishing ${id}`);
  await mailboxes.acknowledge(lease, [id]);
  say(`done ${id}`);
}
