/** Types of generated code. `tsc --noEmit` checks these assertions too. */
import type { ArgsOf, PayloadOf } from 'graphql-pusher/client';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Topics as ChatTopics } from '../../examples/chat/generated/topics.ts';
import type { Message } from '../../examples/chat/model.ts';
import { channels as chat } from '../../examples/chat/page/generated/channels.ts';
import { bind } from '../../src/client/bind.ts';
import type { PusherInstance } from '../../src/client/pusher/pusher-instance.ts';
import type { Publish } from '../../src/yoga/index.ts';
import { type Channels, channels } from './fixture/generated/channels.ts';
import type { Topics } from './fixture/generated/topics.ts';
import type { Money } from './fixture/scalars.ts';

describe('a generated channel', () => {
  it('takes the arguments in its name and no others', () => {
    expect(chat.messageAdded.channel({ roomId: 'dogs' })).toBe('private-room-dogs');
    expectTypeOf<ArgsOf<Channels['whispered']>>().toEqualTypeOf<{ conversation: number }>();
    // @ts-expect-error: the room is missing.
    expect(() => chat.messageAdded.channel({})).toThrow(TypeError);
    // @ts-expect-error: a conversation is a number.
    expect(channels.whispered.channel({ conversation: '7' })).toBe('private-encrypted-whisper-7');
    // @ts-expect-error: unknown argument.
    expect(channels.whispered.channel({ conversation: 7, page: 1 })).toBe('private-encrypted-whisper-7');
  });

  it('makes an argument with a default optional, and takes only the names of an enum', () => {
    expect(channels.priceChanged.channel({ symbol: 'ABC' })).toBe('price-ABC;EUR');
    expect(channels.priceChanged.channel({ symbol: 'ABC', currency: 'USD' })).toBe('price-ABC;USD');
    // @ts-expect-error: no such currency.
    expect(channels.priceChanged.channel({ symbol: 'ABC', currency: 'DM' })).toBe('price-ABC;DM');
  });

  it('takes claims of the viewer', () => {
    expect(channels.notified.channel({ viewer: { sub: 'ada' } })).toBe('private-user-ada');
    // @ts-expect-error: the claim is missing.
    expect(() => channels.notified.channel({ viewer: {} })).toThrow(TypeError);
  });

  it('takes no arguments if its name is constant', () => {
    expect(channels.opened.channel({})).toBe('private-opened');
  });

  it('has a literal type for its event and access', () => {
    expectTypeOf(channels.whispered.access).toEqualTypeOf<'ENCRYPTED'>();
    expectTypeOf(channels.peopleHere.access).toEqualTypeOf<'PRESENCE'>();
    expectTypeOf(channels.priceChanged.access).toEqualTypeOf<'PUBLIC'>();
    expectTypeOf(chat.messageAdded.event).toEqualTypeOf<'messageAdded'>();
    expect(channels.peopleHere).toMatchObject({ event: 'peopleHere', access: 'PRESENCE' });
  });

  it('exists only for a field with a topic channel', () => {
    expect(Object.keys(channels)).toEqual([
      'found',
      'notified',
      'opened',
      'peopleHere',
      'priceChanged',
      'whispered',
    ]);
  });
});

describe('the payload of a channel', () => {
  it('contains the leaf fields, with the configured types of scalars', () => {
    expectTypeOf<PayloadOf<typeof chat.messageAdded>>().toEqualTypeOf<{
      id: string;
      text: string;
      sentAt: string;
    }>();
    expectTypeOf<PayloadOf<Channels['priceChanged']>>().toEqualTypeOf<{
      symbol: string;
      amount: Money;
      history: Money[];
      currency: 'EUR' | 'USD';
      tick: number | null;
      raw: unknown;
    }>();
  });

  it('distinguishes the members of a union and the types of an interface', () => {
    expectTypeOf<PayloadOf<Channels['found']>>().toEqualTypeOf<
      ({ __typename: 'Person'; id: string } | { __typename: 'Place'; id: string })[] | null
    >();
    expectTypeOf<PayloadOf<Channels['notified']>>().toEqualTypeOf<{
      __typename: 'Mention' | 'Reminder';
      id: string;
      read: boolean;
    } | null>();
  });

  it('is the value itself for a scalar or an enum', () => {
    expectTypeOf<PayloadOf<Channels['whispered']>>().toEqualTypeOf<string>();
    expectTypeOf<PayloadOf<Channels['opened']>>().toEqualTypeOf<'EUR' | 'USD' | null>();
  });

  it('is the argument of a handler of `bind`', () => {
    const typed = (pusher: PusherInstance): void => {
      bind(pusher, chat.messageAdded, { roomId: 'dogs' }, (message) => {
        expectTypeOf(message.text).toEqualTypeOf<string>();
        // @ts-expect-error: the author is an object, which a topic channel omits.
        message.author;
      });
      // @ts-expect-error: the room is missing.
      bind(pusher, chat.messageAdded, {}, () => undefined);
    };
    expect(typed).toBeTypeOf('function');
  });
});

describe('`Topics`', () => {
  const publish: Publish<Topics> = async () => ({ id: '1', status: 'accepted' });

  it('requires every argument in the name of a topic, including those with a default', () => {
    publish('whispered', { conversation: 7 }, 'psst');
    publish('offered', {}, null);
    // @ts-expect-error: the default of the currency applies to subscribers; a publisher names the topic in full.
    publish('priceChanged', { symbol: 'ABC' }, {});
    // @ts-expect-error: unknown field.
    publish('whistled', {}, 'psst');
    expectTypeOf<Topics['notified']['args']>().toEqualTypeOf<{ viewer: { sub: string } }>();
  });

  it("types the event as the resolvers' parent, with its lists and nulls", () => {
    expectTypeOf<ChatTopics['messageAdded']['event']>().toEqualTypeOf<Message>();
    expectTypeOf<Topics['whispered']['event']>().toEqualTypeOf<string>();
    expectTypeOf<Topics['opened']['event']>().toEqualTypeOf<'EUR' | 'USD' | null>();
    expectTypeOf<Topics['peopleHere']['event'][number]['name']>().toEqualTypeOf<string>();
    // @ts-expect-error: a whisper is a string.
    publish('whispered', { conversation: 7 }, 7);
  });

  it('is assignable to a record of topics', () => {
    expectTypeOf<Topics>().toExtend<Record<string, { args: object; event: unknown }>>();
  });
});
