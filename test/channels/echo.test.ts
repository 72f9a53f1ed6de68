import Echo from 'laravel-echo';
import { expect, it, onTestFinished } from 'vitest';
import { Pusher } from '../support/pusher-js.ts';
import { startWorld } from './support/world.ts';

it('laravel-echo joins all its kinds of channels, listens and whispers', async () => {
  const { connect, sdk } = await startWorld({ clientEvents: true });
  const echoFor = (user_id: string) => {
    const client = connect({ member: { user_id, user_info: { name: user_id } } });
    const echo = new Echo({ broadcaster: 'pusher', key: 'test-key', client, Pusher: Pusher as never });
    onTestFinished(() => echo.disconnect());
    return echo;
  };
  const [ada, bob] = [echoFor('ada'), echoFor('bob')];
  const here = new Promise((resolve) => ada.join('room').here(resolve));
  expect(await here).toEqual([{ name: 'ada' }]);

  const joining = new Promise((resolve) => ada.join('room').joining(resolve));
  await new Promise((resolve) => bob.join('room').here(resolve));
  expect(await joining).toEqual({ name: 'bob' });

  const whisper = new Promise((resolve) => ada.join('room').listenForWhisper('typing', resolve));
  bob.join('room').whisper('typing', { text: 'hm' });
  expect(await whisper).toEqual({ text: 'hm' });

  const listening = [ada.channel('news'), ada.private('news')].map(
    (channel) =>
      new Promise((resolve) =>
        channel
          .subscribed(() => channel.listen('.published', resolve))
          .error((error: unknown) => resolve(error)),
      ),
  );
  await expect
    .poll(async () => Object.keys((await (await sdk.get({ path: '/channels', params: {} })).json()).channels))
    .toHaveLength(3);
  await sdk.trigger(['news', 'private-news'], 'published', { id: 1 });
  expect(await Promise.all(listening)).toEqual([{ id: 1 }, { id: 1 }]);
});
