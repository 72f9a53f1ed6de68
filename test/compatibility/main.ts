/**
 * Runs the checks against another Pusher-compatible server, and prints a Markdown row for each:
 *
 *     npm run compatibility -- soketi
 *     npm run compatibility -- http://id:key:secret@127.0.0.1:8080
 *
 * A server given by URL does not know where to send its webhooks, so the webhook checks fail.
 */
import { checks, failureOf } from './checks.ts';
import { startSoketi } from './start-soketi.ts';
import { type Server, startWorld } from './world.ts';

const [target = ''] = process.argv.slice(2);

function serverAt(text: string): Server {
  const [, scheme, appId = '', key = '', secret = '', host, port] =
    /^(https?):\/\/([^:]+):([^:]+):([^@]+)@([^:/]+)(?::(\d+))?\/?$/.exec(text) ?? [];
  if (!scheme)
    throw new Error(`Invalid server "${text}". Use "soketi" or http[s]://id:key:secret@host:port.`);
  const useTLS = scheme === 'https';
  return {
    pusher: { appId, key, secret, host, port: Number(port ?? (useTLS ? 443 : 80)), useTLS },
    stop: async () => undefined,
  };
}

const world = await startWorld(target === 'soketi' ? startSoketi : async () => serverAt(target));
for (const check of checks) {
  const failure = await failureOf(check, world, 5_000);
  console.log(`| ${check.name} | ${failure === undefined ? 'yes' : `no: ${failure}`} |`);
}
await world.close();
// pusher-js keeps the timers of closed connections.
process.exit();
