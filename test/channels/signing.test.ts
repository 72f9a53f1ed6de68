import { describe, expect, it } from 'vitest';
import {
  isChannelAuth,
  isRequestSignature,
  isUserAuth,
  signChannel,
  signRequest,
  signUser,
  signWebhook,
} from '../../src/signing/index.ts';
import { credentials, sdkFor } from './support/world.ts';

const sdk = sdkFor(1);
const socketId = '123.456';

describe('signatures', () => {
  it('of channels are the same as those of the official SDK', () => {
    expect(signChannel(credentials, { socketId, channel: 'private-room' })).toBe(
      sdk.authorizeChannel(socketId, 'private-room').auth,
    );
    const { auth, channel_data } = sdk.authorizeChannel(socketId, 'presence-room', { user_id: 'ada' });
    const claim = { socketId, channel: 'presence-room', channelData: channel_data };
    expect(signChannel(credentials, claim)).toBe(auth);
    expect(isChannelAuth(credentials, claim, auth)).toBe(true);
    expect(isChannelAuth(credentials, { ...claim, channelData: undefined }, auth)).toBe(false);
    expect(isChannelAuth({ ...credentials, secret: 'another' }, claim, auth)).toBe(false);
    expect(isChannelAuth(credentials, claim, '')).toBe(false);
  });

  it('of users are the same as those of the official SDK', () => {
    const { auth, user_data } = sdk.authenticateUser(socketId, { id: 'ada' });
    expect(signUser(credentials, { socketId, userData: user_data })).toBe(auth);
    expect(isUserAuth(credentials, { socketId, userData: user_data }, auth)).toBe(true);
    expect(isUserAuth(credentials, { socketId: '1.1', userData: user_data }, auth)).toBe(false);
  });

  it('of requests are the same as those of the official SDK, whatever the order of the query', () => {
    const signed = sdk.createSignedQueryString({
      method: 'get',
      path: '/apps/1/channels',
      params: { info: 'a,b' },
      body: '',
    });
    const query = [...new URLSearchParams(signed)].reverse();
    const signature = new URLSearchParams(signed).get('auth_signature') ?? '';
    const request = { method: 'get', path: '/apps/1/channels', query };
    expect(signRequest(credentials.secret, request)).toBe(signature);
    expect(isRequestSignature(credentials.secret, request, signature)).toBe(true);
    expect(isRequestSignature(credentials.secret, { ...request, method: 'POST' }, signature)).toBe(false);
  });

  it('of webhooks are accepted by the official SDK', () => {
    const rawBody = '{"time_ms":1,"events":[]}';
    const signature = signWebhook(credentials.secret, rawBody);
    const headers = {
      'content-type': 'application/json',
      'x-pusher-key': credentials.key,
      'x-pusher-signature': signature,
    };
    expect(sdk.webhook({ headers, rawBody }).isValid()).toBe(true);
    expect(sdk.webhook({ headers, rawBody: `${rawBody} ` }).isValid()).toBe(false);
  });
});
