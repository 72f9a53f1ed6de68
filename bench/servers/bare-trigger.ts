/** The baseline for the gateway: `trigger` of the official SDK with the same bytes on one channel. */
import { Agent } from 'node:http';
import Pusher from 'pusher';
import { operationEvent } from '../../src/protocol/index.ts';
import { startArgument } from '../harness/calls.ts';
import { resultOf } from './chat.ts';
import { credentials } from './credentials.ts';
import { serveSubject } from './subject.ts';

const { channelsPort, channel } = startArgument<{ channelsPort: number; channel: string }>();
const pusher = new Pusher({
  appId: credentials.id,
  key: credentials.key,
  secret: credentials.secret,
  host: '127.0.0.1',
  port: String(channelsPort),
  useTLS: false,
  agent: new Agent({ keepAlive: true }),
});
let requests = 0;
serveSubject(
  {
    async publish(message) {
      requests++;
      const data = `{"epoch":"0123456789abcdef","offset":${message.sequence},"result":${resultOf(message)}}`;
      await pusher.trigger(channel, operationEvent.result, data);
    },
    counts: () => ({ executions: 0, requests }),
  },
  {},
);
