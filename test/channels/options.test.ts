import { expect, it } from 'vitest';
import { type ChannelsServerOptions, createChannelsServer } from '../../src/channels/index.ts';

const app = { id: '1', key: 'key', secret: 'secret' };

it.each<[string, ChannelsServerOptions, string]>([
  ['without apps', { apps: [] }, 'apps: must contain at least one app'],
  ['with two apps with the same id', { apps: [app, { ...app, key: 'other' }] }, 'two apps have the id 1'],
  ['with two apps with the same key', { apps: [app, { ...app, id: '2' }] }, 'two apps have the key key'],
  [
    'with an app id that is invalid in a path',
    { apps: [{ ...app, id: 'a/b' }] },
    'apps.0.id: may contain only letters',
  ],
  ['without a secret', { apps: [{ ...app, secret: '' }] }, 'apps.0.secret: must not be empty'],
  [
    'with an invalid webhook URL',
    { apps: [{ ...app, webhooks: [{ url: 'nowhere' }] }] },
    'must be an http or https URL',
  ],
  ['with an activity timeout of 0', { apps: [app], activityTimeout: 0 }, 'activityTimeout'],
])('createChannelsServer %s throws a TypeError with a one-line reason', (_, options, expectedMessage) => {
  expect(() => createChannelsServer(options)).toThrow(TypeError);
  expect(() => createChannelsServer(options)).toThrow(expectedMessage);
});
