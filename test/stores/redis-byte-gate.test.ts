import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createByteGate } from '../../src/stores/redis/byte-gate.ts';

it('lets commands pass in order, and no more at once than fit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.record({ size: fc.integer({ min: 0, max: 30 }), fails: fc.boolean() }), { maxLength: 30 }),
      fc.scheduler(),
      async (limit, commands, scheduler) => {
        const gate = createByteGate(limit);
        const begun: number[] = [];
        const underWay = new Map<number, number>();
        const passed = commands.map(({ size, fails }, index) =>
          gate
            .pass(size, async () => {
              begun.push(index);
              underWay.set(index, size);
              const total = [...underWay.values()].reduce((sum, each) => sum + each, 0);
              expect(total <= limit || [...underWay.values()].filter((each) => each > 0).length === 1).toBe(
                true,
              );
              await scheduler.schedule(Promise.resolve());
              underWay.delete(index);
              if (fails) throw new Error('no');
            })
            .catch((error: Error) => expect(error.message).toBe('no')),
        );
        await scheduler.waitFor(Promise.all(passed));
        expect(begun).toEqual(commands.map((_, index) => index));
      },
    ),
  );
});
