import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/core/index.ts';
import { createSend, type OutgoingMessage } from '../../src/core/publish/send.ts';

/** A transport whose requests end when the test says so. */
function heldTransport() {
  const underWay: { channels: string[]; end: PromiseWithResolvers<void> }[] = [];
  return {
    underWay,
    async send(messages: readonly { channel: string }[]): Promise<void> {
      const end = Promise.withResolvers<void>();
      underWay.push({ channels: messages.map(({ channel }) => channel), end });
      await end.promise;
    },
    trigger: async () => new Map(),
  };
}

const options = { wait: async () => undefined, random: () => 0, observe: {} };
const notOurs = async () => false;

function messagesOn(...channels: string[]): OutgoingMessage[] {
  return channels.map((channel, index) => ({ channels: [channel], event: 'result', json: String(index) }));
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('sending', () => {
  it('has requests for different channels under way together, eight at the most', async () => {
    const transport = heldTransport();
    const names = Array.from({ length: 95 }, (_, index) => `private-${index}`);
    const sent = createSend(transport, options)(messagesOn(...names), notOurs);
    await turn();
    expect(transport.underWay.map(({ channels }) => channels.length)).toEqual(Array(8).fill(10));
    for (const { end } of transport.underWay) end.resolve();
    await turn();
    expect(transport.underWay).toHaveLength(10);
    for (const { end } of transport.underWay) end.resolve();
    expect((await sent).map(({ message }) => message.channels[0])).toEqual(names);
  });

  it('sends what goes to one channel only when all that went there before has arrived', async () => {
    const transport = heldTransport();
    const names = Array.from({ length: 10 }, (_, index) => `private-${index}`);
    const sent = createSend(transport, options)(messagesOn(...names, 'private-3'), notOurs);
    await turn();
    expect(transport.underWay).toHaveLength(1);
    transport.underWay[0]?.end.resolve();
    await turn();
    expect(transport.underWay.map(({ channels }) => channels)).toEqual([names, ['private-3']]);
    transport.underWay[1]?.end.resolve();
    expect(await sent).toHaveLength(11);
  });

  it('waits for the end of an outage, unless it is to come to an end itself', async () => {
    let requests = 0;
    const away = {
      send: async () => {
        requests++;
        throw new GatewayError('PUSHER_UNAVAILABLE', 'Away.');
      },
      trigger: async () => new Map(),
    };
    let settling = false;
    const send = createSend(away, { ...options, isSettling: () => settling });
    const still = async () => true;
    await expect(send(messagesOn('private-1'), still)).rejects.toThrow('Away.');
    expect(requests).toBeGreaterThan(1);
    settling = true;
    requests = 0;
    await expect(send(messagesOn('private-1'), still)).rejects.toThrow('Away.');
    expect(requests).toBe(1);
  });

  it('tells of a failure when nothing is under way any more', async () => {
    const transport = heldTransport();
    const names = Array.from({ length: 20 }, (_, index) => `private-${index}`);
    let failure: unknown;
    const sent = createSend(transport, options)(messagesOn(...names), notOurs).catch((error: unknown) => {
      failure = error;
    });
    await turn();
    transport.underWay[0]?.end.reject(new Error('gone'));
    await turn();
    expect(failure).toBeUndefined();
    transport.underWay[1]?.end.resolve();
    await sent;
    expect(failure).toEqual(new Error('gone'));
  });
});
