/** The Lua scripts of the Redis store. */
import { indexScripts, topicIndexScripts } from './indexes.ts';
import { logScripts } from './logs.ts';
import { mailboxScripts } from './mailboxes.ts';
import { registrationScripts } from './registrations.ts';

/** Scripts that use `KEYS[1]` and no other key. The first argument of each is the time in tests: see `prelude`. */
const oneKeyScripts: Readonly<Record<keyof typeof indexScripts, string>> = indexScripts;

/** Scripts that use several keys of one slot. The names of the keys begin with `KEYS[1]`. */
const slotScripts = { ...topicIndexScripts, ...registrationScripts, ...mailboxScripts, ...logScripts };

export type ScriptName = keyof typeof oneKeyScripts | keyof typeof slotScripts;

export interface Script {
  readonly lua: string;
  /** The keys to pass to the script. `beginning` is the prefix of the keys that it uses. */
  keysOf(beginning: string): readonly string[];
}

/**
 * While a cluster moves a slot, its keys are on two nodes, and a script on one node does not see the keys on the other.
 * The scripts derive many key names from data, and many keys are absent on purpose, so a list of the real keys would
 * not reveal this state. These two keys never exist. By Redis's rule for commands with several keys, the old node then
 * redirects the script (`ASK`), and the new node rejects it (`TRYAGAIN`), until the whole slot has moved.
 */
const absentKeysOf = (beginning: string) => [beginning, `${beginning}:absent`];

export const scripts: ReadonlyMap<ScriptName, Script> = new Map([
  ...scriptsWith(oneKeyScripts, (key) => [key]),
  ...scriptsWith(slotScripts, absentKeysOf),
]);

function scriptsWith<Name extends ScriptName>(
  texts: Readonly<Record<Name, string>>,
  keysOf: Script['keysOf'],
): [Name, Script][] {
  return Object.entries<string>(texts).map(([name, lua]) => [name as Name, { lua, keysOf }]);
}
