/** A gateway process with a wrong clock. Says where it listens, and each event that it executes. */
import '../../support/skewed-clock.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherTransport, maintain, type PusherOptions } from '../../../src/index.ts';
import { createRedisStore } from '../../../src/stores/redis/index.ts';
import { createRoomGateway } from './room-gateway.ts';

/** `SKEWED_GATEWAY`, as JSON. */
export interface SkewedGatewaySettings {
  readonly redis: string;
  readonly prefix: string;
  readonly pusher: PusherOptions;
  /** In ms. */
  readonly lease: number;
  /** Whether its executions never end. */
  readonly hangs?: boolean;
  readonly maxSubscriptionAge?: number;
}

const { redis, prefix, pusher, hangs, ...options }: SkewedGatewaySettings = JSON.parse(
  process.env.SKEWED_GATEWAY ?? '{}',
);
const onError = (error: unknown): void => console.error(error);
const gateway = createRoomGateway({
  ...options,
  store: createRedisStore({ redis, prefix }),
  transport: createPusherTransport(pusher),
  onEvent: (text) => {
    console.log(`executing ${text}`);
    return hangs ? new Promise(() => undefined) : undefined;
  },
  onError,
});
maintain(gateway, onError, { sweep: 200 });
const server = createServer((request, response) => gateway.handle(request, response));
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
