import { gzipSync } from 'node:zlib';
import type PusherServer from 'pusher';
import type { Grant, Position, Result, SubscribeRequest } from '../../../src/protocol/index.ts';

/** One operation of the scripted gateway: its channel, its log and its faults. */
export interface ScriptedOperation {
  channel: string;
  epoch: string;
  /** The log, by offset from 1. A test deletes entries to simulate the end of their retention. */
  log: Map<number, Result>;
  readonly position: Position;
  /** Appends `{ n }` to the log and sends it. */
  publish(n: unknown): Promise<void>;
  /** Appends without sending, as if the message were lost. Returns the message. */
  lose(n: unknown): object;
  /** Sends a message unchanged. */
  send(message: object, event?: string): Promise<void>;
  /** Appends a large result, and returns its chunks without sending them. */
  chunks(n: unknown, count: number): object[];
  /** Starts another epoch with an empty log. */
  reset(epoch: string): void;
  /** Rolls the store back to this offset in the same epoch. */
  rollBack(offset: number): void;
  grant(request: SubscribeRequest): Grant;
}

export function createScriptedOperation(
  server: PusherServer,
  name: string,
  prefix = 'private-cache-gql-',
): ScriptedOperation {
  let offset = 0;
  const operation: ScriptedOperation = {
    channel: `${prefix}${name}`,
    epoch: 'e1',
    log: new Map(),
    get position() {
      return { epoch: operation.epoch, offset };
    },
    publish: (n) => operation.send(operation.lose(n)),
    lose: (n) => {
      offset++;
      const result = { data: { n } };
      operation.log.set(offset, result);
      return { ...operation.position, result };
    },
    send: async (message, event = 'result') => {
      await server.trigger(operation.channel, event, message);
    },
    chunks: (n, count) => {
      operation.lose(n);
      const base64 = gzipSync(JSON.stringify(operation.log.get(offset))).toString('base64');
      const size = Math.ceil(base64.length / count);
      return Array.from({ length: count }, (_, index) => ({
        ...operation.position,
        chunk: { index, count, data: base64.slice(index * size, (index + 1) * size) },
      }));
    },
    reset: (epoch) => {
      operation.epoch = epoch;
      operation.log.clear();
      offset = 0;
    },
    rollBack: (to) => {
      for (const each of operation.log.keys()) if (each > to) operation.log.delete(each);
      offset = to;
    },
    grant: ({ socketId, position }) => {
      const { auth, shared_secret: sharedSecret } = server.authorizeChannel(socketId, operation.channel);
      const granted: Grant = {
        channel: operation.channel,
        event: 'result',
        auth,
        ...(sharedSecret && { sharedSecret }),
        position: operation.position,
      };
      if (!position) return granted;
      const wanted = Array.from(
        { length: Math.max(offset - position.offset, 0) },
        (_, index) => position.offset + 1 + index,
      );
      const recovered =
        position.epoch === operation.epoch &&
        position.offset <= offset &&
        wanted.every((each) => operation.log.has(each));
      if (!recovered) return { ...granted, recovered };
      const missed = wanted.map((each) => ({ offset: each, result: operation.log.get(each) ?? {} }));
      return { ...granted, recovered, missed };
    },
  };
  return operation;
}
