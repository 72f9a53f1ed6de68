import { type Held, hold } from './held.ts';
import type { Carrier } from './status.ts';

const key = 'graphql-pusher:carrier';

/** The choice of the toolbar, there again after a reload. */
export function createKeptCarrier(storage: Storage | undefined): Held<Carrier> {
  const held = hold<Carrier>(storage?.getItem(key) === 'sse' ? 'sse' : 'pusher');
  return {
    ...held,
    write: (next) => {
      storage?.setItem(key, next);
      held.write(next);
    },
  };
}
