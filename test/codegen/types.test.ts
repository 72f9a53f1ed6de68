/** What the compiler says of generated code: `tsc --noEmit` checks these as much as the run does. */
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
  it('is a function of the arguments that its name holds, and of no others', () => {
    expect(chat.messageAdded.channel({ roomId: 'dogs' })).toBe('private-room-dogs');
    expectTypeOf<ArgsOf<Channels['whispered']>>().toEqualTypeOf<{ conversation: number }>();
    // @ts-expect-error: the room is missing.
    expect(() => chat.messageAdded.channel({})).toThrow(TypeError);
    // @ts-expect-error: a conversation is a number.
    expect(channels.whispered.channel({ conversation: '7' })).toBe('private-encrypted-whisper-7');
    // @ts-expect-error: there is no such argument.
    expect(channels.whispered.channel({ conversation: 7, page: 1 })).toBe('private-encrypted-whisper-7');
  });

  it('lets an argument with a default be left out, and takes the names of an enum only', () => {
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

  it('takes nothing where its name is always the same', () => {
    expect(channels.opened.channel({})).toBe('private-opened');
  });

  it('tells its event and its kind', () => {
    expectTypeOf(channels.whispered.access).toEqualTypeOf<'ENCRYPTED'>();
    expectTypeOf(channels.peopleHere.access).toEqualTypeOf<'PRESENCE'>();
    expectTypeOf(channels.priceChanged.access).toEqualTypeOf<'PUBLIC'>();
    expectTypeOf(chat.messageAdded.event).toEqualTypeOf<'messageAdded'>();
    expect(channels.peopleHere).toMatchObject({ event: 'peopleHere', access: 'PRESENCE' });
  });

  it('is there only for a field that has a topic channel', () => {
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
  it('is made of the leaf fields, with scalars as they are configured', () => {
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

  it('tells the members of a union and the types of an interface apart', () => {
    expectTypeOf<PayloadOf<Channels['found']>>().toEqualTypeOf<
      ({ __typename: 'Person'; id: string } | { __typename: 'Place'; id: string })[] | null
    >();
    expectTypeOf<PayloadOf<Channels['notified']>>().toEqualTypeOf<{
      __typename: 'Mention' | 'Reminder';
      id: string;
      read: boolean;
    } | null>();
  });

  it('is the value itself where the field is a scalar or an enum', () => {
    expectTypeOf<PayloadOf<Channels['whispered']>>().toEqualTypeOf<string>();
    expectTypeOf<PayloadOf<Channels['opened']>>().toEqualTypeOf<'EUR' | 'USD' | null>();
  });

  it('is what a handler of `bind` receives', () => {
    const typed = (pusher: PusherInstance): void => {
      bind(pusher, chat.messageAdded, { roomId: 'dogs' }, (message) => {
        expectTypeOf(message.text).toEqualTypeOf<string>();
        // @ts-expect-error: the author is an object, which a topic channel leaves out.
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

  it('types the arguments that name a topic, with none left to a default', () => {
    publish('whispered', { conversation: 7 }, 'psst');
    publish('offered', {}, null);
    // @ts-expect-error: the currency has a default for those who ask; a publisher has to say which topic it means.
    publish('priceChanged', { symbol: 'ABC' }, {});
    // @ts-expect-error: there is no such field.
    publish('whistled', {}, 'psst');
    expectTypeOf<Topics['notified']['args']>().toEqualTypeOf<{ viewer: { sub: string } }>();
  });

  it("types the event as the resolvers' parent, with its lists and nulls", () => {
    expectTypeOf<ChatTopics['messageAdded']['event']>().toEqualTypeOf<Message>();
    expectTypeOf<Topics['whispered']['event']>().toEqualTypeOf<string>();
    expectTypeOf<Topics['opened']['event']>().toEqualTypeOf<'EUR' | 'USD' | null>();
    expectTypeOf<Topics['peopleHere']['event'][number]['name']>().toEqualTypeOf<string>();
    // @ts-expect-error: a whisper is a text.
    publish('whispered', { conversation: 7 }, 7);
  });

  it('fits where a record of topics is asked for', () => {
    expectTypeOf<Topics>().toExtend<Record<string, { args: object; event: unknown }>>();
  });
});
