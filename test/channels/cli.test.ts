import { expect, it, onTestFinished } from 'vitest';
import { startProcess } from '../support/child-process.ts';
import { connectRaw } from './support/raw-client.ts';
import { receiveWebhooks } from './support/webhook-receiver.ts';
import { authFor, sdkFor } from './support/world.ts';

function start(...args: string[]) {
  const started = startProcess('src/cli/main.ts', ['channels', ...args]);
  onTestFinished(() => void started.process.kill('SIGKILL'));
  return started;
}

it('graphql-pusher channels serves several apps with all features enabled, and closes connections with 4100 on SIGTERM', async () => {
  const hooks = await receiveWebhooks();
  const { line, stop } = start(
    ...['--port', '0', '--app', 'one:key-1:secret-1', '--app', 'two:key-2:secret-2', '--webhook', hooks.url],
  );
  const listening = await line();
  expect(listening).toMatch(/^Channels server listening on http:\/\/127\.0\.0\.1:\d+$/);
  const port = Number(listening.split(':').at(-1));
  const sdk = sdkFor(port, { id: 'two', key: 'key-2', secret: 'secret-2' });
  const [client, other] = await Promise.all(
    ['key-2', 'key-2'].map((key) => connectRaw(`ws://127.0.0.1:${port}/app/${key}?protocol=7`)),
  );
  if (!client || !other) throw new Error('no clients');
  client.send('pusher:signin', sdk.authenticateUser(client.socketId, { id: 'ada' }));
  await client.next('pusher:signin_success');
  for (const each of [client, other]) {
    each.send('pusher:subscribe', authFor(each, sdk, 'private-room'));
    await each.next('pusher_internal:subscription_succeeded');
  }
  client.send('client-typing', {}, 'private-room');
  await other.next('client-typing');
  await hooks.got({ name: 'client_event', channel: 'private-room' });
  await hooks.got({ name: 'subscription_count', subscription_count: 2 });
  expect(await stop('SIGTERM')).toBe(0);
  expect((await client.closed).code).toBe(4100);
  await hooks.got({ name: 'channel_vacated', channel: 'private-room' });
});

it('graphql-pusher channels --no-subscription-count sends no counts', async () => {
  const hooks = await receiveWebhooks();
  const { line } = start(
    ...['--port', '0', '--app', 'app:key:secret', '--webhook', hooks.url, '--no-subscription-count'],
  );
  const port = Number((await line()).split(':').at(-1));
  const client = await connectRaw(`ws://127.0.0.1:${port}/app/key?protocol=7`);
  onTestFinished(() => client.ws.terminate());
  client.send('pusher:subscribe', { channel: 'room' });
  client.send('pusher:subscribe', { channel: 'cache-room' });
  await hooks.got({ name: 'cache_miss', channel: 'cache-room' });
  expect(hooks.events.map(({ name }) => name)).not.toContain('subscription_count');
  expect(client.messages.map(({ event }) => event)).not.toContain('pusher_internal:subscription_count');
});

it.each([
  ['no app', [], '--app'],
  ['an app without a secret', ['--app', 'one:key'], 'ID:KEY:SECRET'],
  ['an invalid port', ['--app', 'a:b:c', '--port', '99999'], '--port'],
  ['an invalid webhook URL', ['--app', 'a:b:c', '--webhook', 'nowhere'], '--webhook'],
  ['an unknown flag', ['--app', 'a:b:c', '--bogus'], '--bogus'],
  ['two apps with the same id', ['--app', 'a:b:c', '--app', 'a:d:e'], 'two apps have the id a'],
  ['a certificate without its key', ['--app', 'a:b:c', '--tls-cert', 'c.pem'], 'Only one of'],
  ['a missing certificate file', ['--app', 'a:b:c', '--tls-cert', 'c.pem', '--tls-key', 'k.pem'], 'c.pem'],
  ['an unknown host', ['--app', 'a:b:c', '--host', 'nowhere.invalid'], 'nowhere.invalid'],
])('%s causes a one-line error and a nonzero exit code', async (_, args, expectedMessage) => {
  const { errorLine, process } = start(...args);
  const exited = new Promise((resolve) => process.on('close', resolve));
  expect(await errorLine()).toMatch(new RegExp(`^error: .*${expectedMessage}`));
  expect(await exited).toBeGreaterThan(0);
});
