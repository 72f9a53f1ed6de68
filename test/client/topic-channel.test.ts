import { describe, expect, it } from 'vitest';
import { fillTemplate, topicChannel } from '../../src/client/index.ts';

describe('topic channels', () => {
  it('have names made from access, template and arguments', () => {
    const of = (access: 'PRIVATE' | 'PUBLIC' | 'ENCRYPTED' | 'PRESENCE') =>
      topicChannel<{ roomId: string }, unknown>({ event: 'e', access, template: 'room-{roomId}' });
    const args = { roomId: 'dogs' };
    expect(of('PRIVATE').channel(args)).toBe('private-room-dogs');
    expect(of('PUBLIC').channel(args)).toBe('room-dogs');
    expect(of('ENCRYPTED').channel(args)).toBe('private-encrypted-room-dogs');
    expect(of('PRESENCE').channel(args)).toBe('presence-room-dogs');
    expect(of('PRIVATE').channel(args, { cache: true })).toBe('private-cache-room-dogs');
    expect(of('ENCRYPTED').channel(args, { cache: true })).toBe('private-encrypted-cache-room-dogs');
  });

  it('accept claims as arguments, and use defaults from the schema', () => {
    const notified = topicChannel<{ viewer: { sub: string }; kind?: string }, unknown>({
      event: 'notified',
      access: 'PRIVATE',
      template: 'user-{viewer.sub};{kind}',
      defaults: { kind: 'all' },
    });
    expect(notified.channel({ viewer: { sub: 'ada' } })).toBe('private-user-ada;all');
    expect(notified.channel({ viewer: { sub: 'ada' }, kind: 'mail' })).toBe('private-user-ada;mail');
  });

  it.each([
    ['a separator', 'a;b', /\{a\} is "a;b"/],
    ['characters that Pusher forbids', 'a b', /\{a\} is "a b"/],
    ['nothing', '', /\{a\} is ""/],
    ['no value', undefined, /\{a\} is undefined/],
    ['a list', ['x'], /\{a\} is \["x"\]/],
  ])('reject %s', (_, a, message) => {
    expect(() => fillTemplate('x-{a}', { a })).toThrow(message);
    expect(() => fillTemplate('x-{a}', { a })).toThrow(TypeError);
  });

  it('reject names that are longer than Pusher allows', () => {
    const topic = topicChannel<{ a: string }, unknown>({ event: 'e', access: 'PRIVATE', template: '{a}' });
    expect(() => topic.channel({ a: 'x'.repeat(157) })).toThrow('165 characters');
  });
});
