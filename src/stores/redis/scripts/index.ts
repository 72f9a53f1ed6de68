import { indexScripts } from './indexes.ts';
import { logScripts } from './logs.ts';
import { mailboxScripts } from './mailboxes.ts';
import { registrationScripts } from './registrations.ts';

/** Every script, by its name. Each has one key. The first argument of each is for tests: see `prelude`. */
export const scripts = { ...registrationScripts, ...indexScripts, ...mailboxScripts, ...logScripts };

export type ScriptName = keyof typeof scripts;
