import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { expect, expectTypeOf, it } from 'vitest';
import { TypedDocumentString } from '../../examples/chat/page/generated/graphql.ts';
import { textOf } from '../../src/react/document.ts';
import { SubscriptionError, useSubscription } from '../../src/react/index.ts';

type Data = { said: { text: string } | null };
type Exact<T extends Record<string, unknown>> = { [K in keyof T]: T[K] };

const text = 'subscription ($room: ID!) {\n  said(room: $room) {\n    text\n  }\n}';
const asString = new TypedDocumentString<Data, { room: string }>(text);
const asNode = parse(text) as TypedDocumentNode<Data, { room: string }>;
const withoutVariables = new TypedDocumentString<Data, Exact<Record<string, never>>>('subscription { all }');
const withOptional = new TypedDocumentString<Data, { limit?: number | null }>('subscription { some }');

it('is typed by the document, whether a string or parsed', () => {
  // This function never runs, because hooks need a component.
  const _Component = () => {
    const subscription = useSubscription(asString, { room: 'dogs' }, { onData: ({ said }) => said?.text });
    expectTypeOf(subscription.data).toEqualTypeOf<Data | undefined>();
    expectTypeOf(subscription.error).toEqualTypeOf<SubscriptionError | undefined>();
    expectTypeOf(useSubscription(asNode, { room: 'dogs' }).data).toEqualTypeOf<Data | undefined>();
    expectTypeOf(useSubscription(text, { any: 'thing' }).data).toEqualTypeOf<
      Record<string, unknown> | undefined
    >();
    // @ts-expect-error `room` is required
    useSubscription(asString);
    // @ts-expect-error `room` is a string
    useSubscription(asString, { room: 1 });
    // @ts-expect-error the variable `rom` does not exist
    useSubscription(asNode, { rom: 'dogs' });
    // @ts-expect-error `said` has no `txt`
    useSubscription(asNode, { room: 'dogs' }, { onData: ({ said }) => said?.txt });
    useSubscription(withoutVariables);
    useSubscription(withOptional);
    useSubscription(withOptional, { limit: 1 });
    const room: string | undefined = asString.length > 5 ? 'dogs' : undefined;
    useSubscription(asString, room === undefined ? undefined : { room }, { skip: room === undefined });
    // @ts-expect-error variables are required without `skip`
    useSubscription(asString, room === undefined ? undefined : { room }, {});
  };
});

it('returns the text of a document in each form', () => {
  expect([textOf(text), textOf(asString), textOf(asNode), textOf(asNode)]).toEqual(Array(4).fill(text));
});

it('converts each error that ends a subscription to a SubscriptionError', () => {
  const rejected = new SubscriptionError([{ message: 'No.', extensions: { code: 'FORBIDDEN' } }]);
  expect(rejected).toMatchObject({ message: 'No.', code: 'FORBIDDEN', errors: [{ message: 'No.' }] });
  const cause = new Error('fetch failed');
  expect(new SubscriptionError(cause)).toMatchObject({ message: 'fetch failed', errors: [], cause });
  expect(new SubscriptionError(cause).code).toBeUndefined();
});
