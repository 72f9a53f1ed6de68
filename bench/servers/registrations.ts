import type { Generations, Operation, Store } from '../../src/core/index.ts';
import { operationChannel } from '../../src/protocol/index.ts';
import { subscription } from './chat.ts';

/** Number of concurrent registrations. A store can combine them into one round trip. */
const atOnce = 500;

/** Registers one operation on each of many topics. The benchmark publishes no events on these topics. */
export async function fillRegistrations(
  { generations, registrations }: Store,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let first = from; first < to; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, to - first) }, (_, index) => first + index);
    await Promise.all(
      numbers.map(async (number) => {
        const operation = await operationNumber(generations, number);
        const channel = { channel: operationChannel(operation.id, false), dialect: 'native' } as const;
        return registrations.add(operation, channel, 24 * 60 * 60 * 1_000);
      }),
    );
  }
}

async function operationNumber(generations: Generations, number: number): Promise<Operation> {
  const topic = `messageAdded:room-other-${number}`;
  return {
    id: `other-${String(number).padStart(26, '0')}`,
    topic,
    generation: (await generations.current(topic)).id,
    field: 'messageAdded',
    document: subscription,
    variables: { roomId: `other-${number}` },
    claims: {},
  };
}
