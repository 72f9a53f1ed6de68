import fc from 'fast-check';
import { damaged, text } from './fuzz.ts';

/** For `fuzz-graphql`: its schema. */
export const typeDefs = /* GraphQL */ `
  type Query { echo(text: String, numbers: [Int!], input: In): String self: Query list: [Query!] }
  input In { a: String b: [In!] }
  type Subscription {
    messageAdded(roomId: ID!, min: Int): Message! @channel(name: "room-{roomId}")
    invoiced: Message! @channel(name: "org-{viewer.org}", per: ["org"])
  }
  type Message { id: ID text: String }
`;

const quoted = text.map((value) => JSON.stringify(value.toWellFormed()));

/** Of every kind that GraphQL has, fitting or not. */
const value: fc.Arbitrary<string> = fc.oneof(
  quoted,
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('null', 'true', '[]', '{}', '[1, 2]', 'RED', '"""block"""', '$t', '$r', '$none'),
  quoted.map((of) => `{ a: ${of}, b: [{ a: null }] }`),
);

const directive = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom(' @include(if: true)', ' @skip(if: $no)') },
  { weight: 1, arbitrary: fc.constantFrom(' @none', ' @skip(if: 1)', ' @skip(if: true) @skip(if: true)') },
);
/** Beside those that are numbered. */
const alias = fc.constantFrom('', 'a: ', '__typename: ', 'constructor: ', '__proto__: ');

const field: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: quoted.map((of) => `echo(text: ${of})`) },
  { weight: 5, arbitrary: quoted.map((of) => `echo(input: { a: ${of}, b: [{ a: ${of} }] }, numbers: [1])`) },
  {
    weight: 5,
    arbitrary: fc.constantFrom('__typename', 'echo', 'echo(text: $t)', 'list { echo }', 'pusher { key }'),
  },
  { weight: 1, arbitrary: value.map((of) => `echo(text: ${of}, numbers: ${of}, input: ${of})`) },
  { weight: 1, arbitrary: fc.constantFrom('none', '__schema { types { name } }', 'channels { name }') },
);
const spread = fc.constantFrom(
  '',
  '',
  '',
  ' ...F',
  ' ... { x: echo }',
  ' ... on Query { self { echo } }',
  ' ...none',
);

const selection = fc
  .tuple(fc.array(fc.tuple(field, directive), { minLength: 1, maxLength: 3 }), spread, fc.nat({ max: 40 }))
  .map(([fields, more, depth]) => {
    const flat = fields.map(
      ([of, at], index) => `f${index}: ${of.replace(' {', `${at} {`)}${/ {/.test(of) ? '' : at}`,
    );
    // Deeper than it may be, sometimes.
    const levels = Math.max(0, depth - 26);
    return `${'{ self '.repeat(levels)}{ ${flat.join(' ')}${more} }${' }'.repeat(levels)}`;
  });

const queries = fc
  .tuple(selection, fc.constantFrom('query Q', 'query Q', 'query'))
  .map(([of, head]) =>
    [
      head,
      /\$(t|no)/.test(of) ? `($t: String = "x"${of.includes('$no') ? ', $no: Boolean! = false' : ''})` : '',
      of,
      of.includes('...F') ? ' fragment F on Query { f: echo }' : '',
    ].join(''),
  );

const subscriptions = fc
  .tuple(
    alias,
    fc.oneof(quoted, value),
    fc.constantFrom('mine', 'secret'),
    fc.constantFrom('id', 'id text', '...M'),
  )
  .map(([name, min, room, of]) =>
    [
      `subscription S { ${name}messageAdded(roomId: "${room}", min: ${min}) { ${of} } }`,
      of === '...M' ? 'fragment M on Message { x: text }' : '',
    ].join(' '),
  );

const mutations = fc
  .tuple(quoted, value)
  .map(([channel, data]) =>
    [
      `mutation { a: authorizeChannel(socketId: "1.2", channelName: ${channel}) { auth }`,
      `b: trigger(channels: [${channel}], event: "x", data: ${data}) { __typename } }`,
    ].join(' '),
  );

const sound = fc.oneof(
  { weight: 3, arbitrary: queries },
  { weight: 2, arbitrary: subscriptions },
  { weight: 1, arbitrary: mutations },
);

/** Fragments that spread each other, often in circles. */
const meshes = fc
  .tuple(fc.integer({ min: 2, max: 130 }), fc.infiniteStream(fc.nat({ max: 12 })), fc.boolean())
  .map(([count, steps, isCircle]) => {
    const fragments = Array.from({ length: count }, (_, n) => {
      const further = n + 1 + (steps.next().value ?? 0);
      const next = isCircle ? further % count : Math.min(further, count);
      return `fragment F${n} on Query { self { __typename } ...F${next} ${isCircle ? '...F0' : ''} }`;
    });
    return `query Q { ...F0 } ${fragments.join(' ')} fragment F${count} on Query { echo }`;
  });

/** Values and selections inside of each other. */
const nests = fc
  .tuple(
    fc.integer({ min: 1, max: 1_200 }),
    fc.constantFrom<[string, string, string]>(
      ['{ echo(numbers: ', '[', ']'],
      ['{ echo(input: ', '{b:', '}'],
      ['', '{self', '}'],
      ['', '{...', '}'],
    ),
  )
  .map(([levels, [head, open, close]]) => {
    const inside = head === '' ? '{echo}' : '1';
    return `${head}${open.repeat(levels)}${inside}${close.repeat(levels)}${head === '' ? '' : ') }'}`;
  });

/** Documents: most are sound, some ask for too much, some have been damaged on their way. */
export const documents = fc.oneof(
  { weight: 6, arbitrary: sound },
  { weight: 2, arbitrary: sound.chain((document) => damaged(document)) },
  { weight: 1, arbitrary: fc.oneof(meshes, nests) },
  { weight: 1, arbitrary: text },
);
