import type { EngineOptions } from './engine-options.ts';
import type { Generations } from './store.ts';

type Collaborators = Pick<EngineOptions, 'now' | 'newId'> & {
  /** In ms. */
  readonly maxAge: number;
  /** Ends the topic's operations in favor of the next generation. */
  end(topic: string, generation: string): Promise<void>;
};

/** A generation that tells when it began: `t<ms since 1970, base 36>.<id>`. */
export function newGeneration({ now, newId }: Pick<EngineOptions, 'now' | 'newId'>): string {
  return `t${now().toString(36)}.${newId()}`;
}

/** When the generation began. One that does not tell, such as the first, began too long ago. */
function beginningOf(generation: string): number {
  const [, time] = /^t([\da-z]+)\./.exec(generation) ?? [];
  return time === undefined ? Number.NEGATIVE_INFINITY : Number.parseInt(time, 36);
}

/**
 * Generations that end when they are asked for past their age. Whoever was granted an operation was so under a
 * generation that had begun, so no grant outlives the age: who is still allowed asks again, and who is not gets an
 * error.
 */
export function createAgingGenerations(
  generations: Generations,
  { maxAge, end, ...clock }: Collaborators,
): Generations {
  const ending = new Map<string, Promise<void>>();

  return {
    ...generations,
    async current(topic) {
      const generation = await generations.current(topic);
      if (clock.now() - beginningOf(generation) < maxAge) return generation;
      // Of many who ask at once in this process, one ends it. Two processes may end it twice, which harms nobody.
      const running =
        ending.get(topic) ?? end(topic, newGeneration(clock)).finally(() => ending.delete(topic));
      ending.set(topic, running);
      await running;
      return generations.current(topic);
    },
  };
}
