import type { Operation, Store } from '../../src/core/index.ts';
import { operationChannel } from '../../src/protocol/index.ts';
import { subscription } from './chat.ts';

/** Registrations that are under way at once: what a store can gather into one round trip. */
const atOnce = 500;

/** Registers one operation on each of many topics, which no event of the benchmark concerns. */
export async function fillRegistrations(
  { registrations }: Store,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let first = from; first < to; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, to - first) }, (_, index) => first + index);
    await Promise.all(
      numbers.map((number) => {
        const operation = operationNumber(number);
        const channel = { channel: operationChannel(operation.id, false), dialect: 'native' } as const;
        return registrations.add(operation, channel, 24 * 60 * 60 * 1_000);
      }),
    );
  }
}

function operationNumber(number: number): Operation {
  return {
    id: `other-${String(number).padStart(26, '0')}`,
    topic: `messageAdded:room-other-${number}`,
    generation: '0',
    field: 'messageAdded',
    document: subscription,
    variables: { roomId: `other-${number}` },
    claims: {},
  };
}
