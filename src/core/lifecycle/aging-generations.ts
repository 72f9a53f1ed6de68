import type { EngineOptions } from '../engine-options.ts';

type Collaborators = Pick<EngineOptions, 'store'> & {
  /** The age at which a generation ends, in ms. `undefined`: never. */
  readonly maxAge: number | undefined;
  /** Ends the operations of this generation in favor of the next one. */
  end(topic: string, generation: string): Promise<void>;
};

/**
 * Creates the function that reads a topic's generation, and first ends one that has reached `maxAge`. Every grant is
 * made under a generation that had begun, so no grant outlives the age: clients subscribe again, and those that are not
 * allowed any more receive an error.
 */
export function createRotateIfExpired({
  store: { generations },
  maxAge,
  end,
}: Collaborators): (topic: string) => Promise<string> {
  const ending = new Map<string, Promise<void>>();

  return async (topic) => {
    const { id, age } = await generations.current(topic);
    if (maxAge === undefined || age < maxAge) return id;
    // Of concurrent callers in this process, one ends it. Of several processes, the store lets one succeed.
    const running = ending.get(topic) ?? end(topic, id).finally(() => ending.delete(topic));
    ending.set(topic, running);
    await running;
    return (await generations.current(topic)).id;
  };
}
