import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { credentials, join as joinChannel, nextEvent, startWorld } from '../../channels/support/world.ts';

const run = promisify(execFile);

/** Debian packages no Pusher SDK for these languages, so each client signs with its standard library. */
const clients = [
  { language: 'Python', command: 'python3', args: ['client.py'], version: '--version' },
  { language: 'PHP', command: 'php', args: ['client.php'], version: '--version' },
  { language: 'Ruby', command: 'ruby', args: ['client.rb'], version: '--version' },
  { language: 'Go', command: 'go', args: ['run', 'client.go'], version: 'version' },
];

it.for(clients)(
  'a client in $language triggers events, reads channels, and is rejected with another secret',
  { timeout: 60_000 },
  async ({ language, command, args, version }, { skip }) => {
    const isInstalled = await run(command, [version]).then(
      () => true,
      () => false,
    );
    skip(!isInstalled, `${language} is not installed.`);
    const { url, connect } = await startWorld({ subscriptionCount: true });
    const channel = await joinChannel(connect(), 'room');
    const received = nextEvent(channel, 'said');
    const { id, key, secret } = credentials;
    const { stdout } = await run(command, [...args, url, id, key, secret], {
      cwd: join(import.meta.dirname),
    });
    expect(JSON.parse(stdout)).toEqual([
      [200, {}],
      [200, { batch: [{ subscription_count: 1 }] }],
      [200, { channels: { room: { subscription_count: 1 } } }],
      [401],
    ]);
    expect(await received).toBe('grüße & 1=1');
  },
);
