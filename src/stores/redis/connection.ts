import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { GatewayError } from '../../core/index.ts';
import { createByteGate } from './byte-gate.ts';
import { type ScriptName, scripts } from './scripts/index.ts';

/** A connection to one Redis, or to a cluster. */
export type RedisClient = Redis | Cluster;

/** Runs scripts, and turns every outage into `GatewayError('STORE_UNAVAILABLE')` within the timeout. */
export interface Connection {
  run(script: ScriptName, key: string, values: readonly (string | number)[]): Promise<unknown>;
  /** Fails like {@link run} when `step` fails, or takes longer than the timeout in all its attempts together. */
  attempt<T>(step: () => Promise<T>): Promise<T>;
  /** Whoever calls from now on is told that the store was closed. */
  close(): void;
}

/** What fits a gateway: an outage is told at once and not sat out in a queue. */
export function connectionOptions(timeout: number): RedisOptions {
  return {
    enableAutoPipelining: true,
    // A command that was given up must not reach Redis later all the same.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Commands under way fail as soon as their connection ends. Otherwise ioredis, which is not to send them again, would
    // forget them, and every later command would wait for ever for the pipeline that they were in.
    maxRetriesPerRequest: 0,
    connectTimeout: timeout,
    // A peer that is gone without a goodbye is noticed by its silence.
    socketTimeout: 2 * timeout,
    retryStrategy: (attempts) => Math.min(attempts * 50, 500),
    // After a failover the old master may still be there, and refuse to write.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

export interface ConnectionOptions {
  /** Of one call, in ms. */
  readonly timeout: number;
  /** Replaces Redis's clock. */
  readonly now?: (() => number) | undefined;
}

export function createConnection(client: RedisClient, { timeout, now }: ConnectionOptions): Connection {
  for (const [name, { lua, keysOf }] of scripts)
    client.defineCommand(commandName(name), { numberOfKeys: keysOf('').length, lua });
  // ioredis adds the commands at run time, where its types cannot follow.
  const commands = client as unknown as Record<
    string,
    (...keysAndValues: (string | readonly unknown[])[]) => Promise<unknown>
  >;

  const gate = createByteGate(maxUnderWay);
  let closed = false;
  let lastError: unknown;
  // ioredis prints an error that nobody listens to. We tell it with the next command that it fails.
  const onError = (error: unknown) => {
    lastError = withoutCommand(error);
  };
  client.on('error', onError);

  let nextReady: Promise<void> | undefined;
  const whenReady = async (): Promise<void> => {
    if (client.status === 'ready') return;
    if (client.status === 'wait') client.connect().catch(onError);
    nextReady ??= new Promise<void>((resolve) => client.once('ready', resolve)).finally(() => {
      nextReady = undefined;
      lastError = undefined;
    });
    await nextReady;
  };

  const attempt = async <T>(step: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + timeout;
    for (;;) {
      try {
        if (closed) throw new Error('The store was closed.');
        if (client.status !== 'ready') await within(deadline, whenReady());
        return await within(deadline, step());
      } catch (error) {
        if (closed || performance.now() + retryAfter >= deadline || !mayRecover(error)) {
          const cause = error instanceof TimeoutError ? (lastError ?? error) : withoutCommand(error);
          throw new GatewayError('STORE_UNAVAILABLE', 'The store does not answer.', { cause });
        }
        if (isRedirect(error)) refreshSlots(client);
        await pause(retryAfter);
      }
    }
  };

  const runOnce = async (name: ScriptName, key: string, values: readonly unknown[]): Promise<unknown> => {
    const script = scripts.get(name);
    const [run, evaluate] = [commands[commandName(name)], commands.eval];
    if (!script || !run || !evaluate) throw new TypeError(`ioredis did not define ${name}.`);
    const keys = script.keysOf(key);
    try {
      // The values as a list, since a function takes only so many arguments.
      return await run.call(client, ...keys, values);
    } catch (error) {
      // Another node was asked than ioredis loaded the script into: the slot has moved, or a replica has taken over.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT '))) throw error;
      return evaluate.call(client, script.lua, String(keys.length), ...keys, values);
    }
  };

  return {
    attempt,
    run: (script, key, values) =>
      gate.pass(sizeOf(values), () => attempt(() => runOnce(script, key, [now?.() ?? '', ...values]))),
    close: () => {
      closed = true;
      client.off('error', onError);
    },
  };
}

/** Closes a connection, letting it finish what is under way where it still can. */
export async function endConnection(client: RedisClient, timeout: number): Promise<void> {
  // What goes wrong from here on concerns nobody any more.
  client.on('error', () => undefined);
  try {
    if (client.status === 'ready') await within(performance.now() + timeout, client.quit());
  } catch {
    // It was lost while saying goodbye; below it ends without.
  }
  client.disconnect();
}

/**
 * Characters of commands under way. ioredis joins all commands of one turn into one text, outside of any handler: past
 * V8's limit (512 Mi characters) it would end the process.
 */
const maxUnderWay = 32 * 1024 * 1024;

function sizeOf(values: readonly (string | number)[]): number {
  return values.reduce<number>((sum, value) => sum + String(value).length, 0);
}

/** ioredis adds the command with its arguments to an error; those of AUTH are the password, which would go into logs. */
function withoutCommand(error: unknown): unknown {
  if (error instanceof Error) Reflect.deleteProperty(error, 'command');
  return error;
}

/** In ms. Scripts may run twice, so what fails for want of a connection is tried again while there is time. */
const retryAfter = 50;

function mayRecover(error: unknown): boolean {
  if (error instanceof TimeoutError) return false;
  const isReply = error instanceof Error && error.name === 'ReplyError';
  return (
    !isReply ||
    isRedirect(error) ||
    /^(LOADING|CLUSTERDOWN|TRYAGAIN|READONLY|MASTERDOWN|BUSY) /.test(error.message)
  );
}

/** ioredis follows a redirect, except where the other commands of its pipeline were not redirected. */
function isRedirect(error: unknown): boolean {
  return error instanceof Error && /^(MOVED|ASK) /.test(error.message);
}

function refreshSlots(client: RedisClient): void {
  // It reports a failure as an event, and the next redirect tries again.
  if ('refreshSlotsCache' in client) client.refreshSlotsCache(() => undefined);
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** `deadline` as `performance.now()` counts. */
async function within<T>(deadline: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const rest = Math.max(0, deadline - performance.now());
    timer = setTimeout(() => reject(new TimeoutError('Redis did not answer in time.')), rest);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function commandName(script: string): string {
  return `graphqlPusher:${script}`;
}
