import { expect, it } from 'vitest';
import { authFor, join, nextEvent, startWorld } from './support/world.ts';

it.each(['private-encrypted-room', 'private-encrypted-cache-room'])(
  'an event that the SDK encrypts for %s stays encrypted on the server, and pusher-js decrypts it',
  async (name) => {
    const { connect, sdk, raw } = await startWorld();
    const channel = await join(connect(), name);
    const spy = await raw();
    spy.send('pusher:subscribe', authFor(spy, sdk, name));
    await spy.next('pusher_internal:subscription_succeeded');

    const message = nextEvent(channel, 'message');
    await sdk.trigger(name, 'message', { secret: 42 });
    expect(await message).toEqual({ secret: 42 });
    const { data } = await spy.next('message');
    expect(Object.keys(JSON.parse(String(data)))).toEqual(['nonce', 'ciphertext']);
  },
);
