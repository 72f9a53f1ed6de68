import { expect, it } from 'vitest';
import { type ChannelsServerOptions, createChannelsServer } from '../../src/channels/index.ts';

const app = { id: '1', key: 'key', secret: 'secret' };

it.each<[string, ChannelsServerOptions, string]>([
  ['without an app', { apps: [] }, 'apps: must contain at least one app'],
  ['with two apps of one id', { apps: [app, { ...app, key: 'other' }] }, 'two apps have the id 1'],
  ['with two apps of one key', { apps: [app, { ...app, id: '2' }] }, 'two apps have the key key'],
  [
    'with an id that does not fit into a path',
    { apps: [{ ...app, id: 'a/b' }] },
    'apps.0.id: may contain only letters',
  ],
  ['without a secret', { apps: [{ ...app, secret: '' }] }, 'apps.0.secret: must not be empty'],
  [
    'with a webhook to nowhere',
    { apps: [{ ...app, webhooks: [{ url: 'nowhere' }] }] },
    'must be an http or https URL',
  ],
  ['with an activity timeout of 0', { apps: [app], activityTimeout: 0 }, 'activityTimeout'],
])('a server %s does not start, and says why in one line', (_, options, says) => {
  expect(() => createChannelsServer(options)).toThrow(TypeError);
  expect(() => createChannelsServer(options)).toThrow(says);
});
