import type { Observer } from '../../core/index.ts';

/** An observer that hears nothing of one subscription field. */
export function withoutField(observer: Partial<Observer>, field: string): Partial<Observer> {
  const callbacks = Object.entries(observer) as [string, (happened: object) => void][];
  return Object.fromEntries(
    callbacks.map(([name, hear]) => [
      name,
      (happened: object): void => {
        if (!('field' in happened && happened.field === field)) hear(happened);
      },
    ]),
  );
}
