/** The Lua scripts of the Redis store. */
import { indexScripts, topicIndexScripts } from './indexes.ts';
import { logScripts } from './logs.ts';
import { mailboxScripts } from './mailboxes.ts';
import { registrationScripts } from './registrations.ts';

/** Scripts that touch `KEYS[1]` and no other key. The first argument of each is for tests: see `prelude`. */
const oneKeyScripts: Readonly<Record<keyof typeof indexScripts, string>> = indexScripts;

/** Scripts that touch several keys of one slot, whose names begin with `KEYS[1]`. */
const slotScripts = { ...topicIndexScripts, ...registrationScripts, ...mailboxScripts, ...logScripts };

export type ScriptName = keyof typeof oneKeyScripts | keyof typeof slotScripts;

export interface Script {
  readonly lua: string;
  /** Its keys; `beginning` is where the keys begin that it touches. */
  keysOf(beginning: string): readonly string[];
}

/**
 * While a slot of a cluster is being moved, its keys are on two nodes, and a script that runs on one of them does not see
 * the others. Many names of keys come from data, and many keys are absent for good reason, so a list of the real keys
 * would not tell. These two never exist. By Redis's rule for several keys the old node then redirects the script
 * (`ASK`), and the new node refuses it (`TRYAGAIN`), until the whole slot has moved.
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
