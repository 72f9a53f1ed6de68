import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { GatewayError } from '../../core/index.ts';
import { createByteGate } from './byte-gate.ts';
import { type ScriptName, scripts } from './scripts/index.ts';

/** A connection to one Redis server or to a cluster. */
export type RedisClient = Redis | Cluster;

/** Runs scripts. Every outage becomes `GatewayError('STORE_UNAVAILABLE')` within the timeout. */
export interface Connection {
  run(script: ScriptName, key: string, values: readonly (string | number)[]): Promise<unknown>;
  /** Runs `step` and retries it. Rejects like {@link run} when all attempts together exceed the timeout. */
  attempt<T>(step: () => Promise<T>): Promise<T>;
  /** Later calls reject, because the store is closed. */
  close(): void;
}

/** Options for a gateway: a command fails fast in an outage instead of waiting in a queue. */
export function connectionOptions(timeout: number): RedisOptions {
  return {
    enableAutoPipelining: true,
    // Redis must not receive a command after the store has given it up.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Commands in flight fail as soon as their connection ends. Without this, ioredis, which must not resend them,
    // would drop them without an error, and every later command would wait forever for the pipeline that contained
    // them.
    maxRetriesPerRequest: 0,
    connectTimeout: timeout,
    // Detects a server that disappeared without closing the connection.
    socketTimeout: 2 * timeout,
    retryStrategy: (attempts) => Math.min(attempts * 50, 500),
    // After a failover, the old master may still accept connections but reject writes.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

export interface ConnectionOptions {
  /** Limit for one call with all its attempts, in ms. */
  readonly timeout: number;
  /** Replaces Redis's clock in tests. */
  readonly now?: (() => number) | undefined;
}

export function createConnection(client: RedisClient, { timeout, now }: ConnectionOptions): Connection {
  for (const [name, { lua, keysOf }] of scripts)
    client.defineCommand(commandName(name), { numberOfKeys: keysOf('').length, lua });
  // ioredis adds the commands at run time, so its types do not list them.
  const commands = client as unknown as Record<
    string,
    (...keysAndValues: (string | readonly unknown[])[]) => Promise<unknown>
  >;

  const gate = createByteGate(maxInFlight);
  let closed = false;
  let lastError: unknown;
  // Without a listener, ioredis prints the error. The next command that fails reports it as its cause instead.
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
        if (closed) throw new Error('The store is closed.');
        if (client.status !== 'ready') await within(deadline, whenReady());
        return await within(deadline, step());
      } catch (error) {
        if (closed || performance.now() + retryAfter >= deadline || !mayRecover(error)) {
          const cause = error instanceof TimeoutError ? (lastError ?? error) : withoutCommand(error);
          throw new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.', { cause });
        }
        if (isRedirect(error)) refreshSlots(client);
        await pause(retryAfter);
      }
    }
  };

  const runOnce = async (name: ScriptName, key: string, values: readonly unknown[]): Promise<unknown> => {
    const script = scripts.get(name);
    const [run, evaluate] = [commands[commandName(name)], commands.eval];
    if (!script || !run || !evaluate) throw new TypeError(`ioredis did not define the command ${name}.`);
    const keys = script.keysOf(key);
    try {
      // Pass the values as one list, because a function call has a limited number of arguments.
      return await run.call(client, ...keys, values);
    } catch (error) {
      // ioredis loaded the script into another node: the slot has moved, or a replica was promoted.
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

/** Closes a connection. Waits for the commands in flight if the connection is still up. */
export async function endConnection(client: RedisClient, timeout: number): Promise<void> {
  // The connection is closing, so later errors have no effect.
  client.on('error', () => undefined);
  try {
    if (client.status === 'ready') await within(performance.now() + timeout, client.quit());
  } catch {
    // The connection was lost before QUIT was acknowledged. Disconnect below.
  }
  client.disconnect();
}

/**
 * Maximum number of characters of all commands in flight. ioredis joins all commands of one turn into one string,
 * outside of any error handler. Beyond V8's limit (512 Mi characters), that would crash the process.
 */
const maxInFlight = 32 * 1024 * 1024;

function sizeOf(values: readonly (string | number)[]): number {
  return values.reduce<number>((sum, value) => sum + String(value).length, 0);
}

/** Removes the command that ioredis adds to an error. For AUTH it contains the password, which would appear in logs. */
function withoutCommand(error: unknown): unknown {
  if (error instanceof Error) Reflect.deleteProperty(error, 'command');
  return error;
}

/** Delay before a retry, in ms. Scripts are idempotent, so they can be retried after a connection error. */
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

/** ioredis follows a redirect, unless the other commands of the same pipeline were not redirected. */
function isRedirect(error: unknown): boolean {
  return error instanceof Error && /^(MOVED|ASK) /.test(error.message);
}

function refreshSlots(client: RedisClient): void {
  // ioredis reports a failure as an event, and the next redirect refreshes again.
  if ('refreshSlotsCache' in client) client.refreshSlotsCache(() => undefined);
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Rejects if `promise` is pending at `deadline`, a time of `performance.now()`. */
async function within<T>(deadline: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const rest = Math.max(0, deadline - performance.now());
    timer = setTimeout(() => reject(new TimeoutError('Redis did not reply in time.')), rest);
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
