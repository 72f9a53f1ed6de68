/** For `fuzz-costs`: its schema. */
export const typeDefs = /* GraphQL */ `
  scalar JSON
  scalar File
  type Query { alive(n: Int, id: ID): String find(of: Filter, ids: [ID!], nums: [Int!], tastes: [Taste!], json: JSON, files: [File]): String self: Query a: Int }
  enum Taste { SWEET SOUR BITTER }
  input Filter { id: ID name: String and: [Filter!] nums: [Int!] ids: [[ID]] json: JSON taste: Taste one: Int two: Int three: Int four: Int }
  type Message { id: ID text: String }
  type Subscription {
    messageAdded(roomId: ID!, of: Filter, names: [String], ids: [ID!], json: JSON): Message! @channel(name: "room-{roomId}")
    priced(symbol: ID!, of: Filter): Int @channel(name: "price-{symbol}", access: PUBLIC)
  }
`;

/** A request that costs as much as it can at so many bytes. */
export interface HeavyRequest {
  readonly path?: string;
  readonly type?: string;
  /** Whether it has a token. Subscriptions are refused by `authorize` nevertheless. */
  readonly authenticated?: boolean;
  body(bytes: number, seed: number): string;
}

/** As many pieces as there is room for. */
function fill(bytes: number, piece: (index: number) => string, separator = ','): string {
  let out = '';
  for (let index = 0; ; index++) {
    const next = piece(index);
    if (out.length + next.length + separator.length > bytes) return out;
    out += (index > 0 ? separator : '') + next;
  }
}

const times = (count: number, piece: (index: number) => string, separator = ' '): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(separator);

/** A document that no cache has seen. */
const asked = (seed: number, query: string, variables?: string): string =>
  `{"query":${JSON.stringify(`#${seed}\n${query}`)}${variables === undefined ? '' : `,"variables":${variables}`},"extensions":{"pusher":{"socketId":"1.2"}}}`;

const document = (query: string | ((bytes: number) => string)): HeavyRequest => ({
  body: (bytes, seed) => asked(seed, typeof query === 'string' ? query : query(bytes - 500)),
});

const variables = (query: string, of: (bytes: number) => string): HeavyRequest => ({
  body: (bytes, seed) => asked(seed, query, of(bytes - 500)),
});

/** The variables of a subscription of an authenticated viewer, which `authorize` refuses. */
const refused = (args: string, definitions: string, of: (bytes: number) => string): HeavyRequest => ({
  ...variables(`subscription (${definitions}) { messageAdded(roomId: 1, ${args}) { text } }`, of),
  authenticated: true,
});

const boundary = 'x-boundary-x';

/** A multipart form with these parts. */
const multipart = (
  of: (bytes: number, seed: number) => readonly (readonly [string, string])[],
): HeavyRequest => ({
  type: `multipart/form-data; boundary=${boundary}`,
  body: (bytes, seed) =>
    `${of(bytes - 500, seed)
      .map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name=${JSON.stringify(name)}\r\n\r\n${value}\r\n`,
      )
      .join('')}--${boundary}--\r\n`,
});

/** Ten operations, each of which is heavy. */
const batch = (of: (bytes: number, index: number) => string): HeavyRequest => ({
  body: (bytes, seed) =>
    `[${times(10, (index) => asked(seed * 10 + index, of(bytes / 10 - 500, index)), ',')}]`,
});

const list = (count: number, piece: string): string => `[${times(count, () => piece, ',')}]`;
const manyFiles = (count: number): string => `{${times(count, (n) => `"${n}":["variables.f.${n}"]`, ',')}}`;
const didYouMean = ' Did you mean ';
const filter = 'query ($f: Filter) { find(of: $f) }';
const cycle = (count: number): string =>
  `{ ...F0 } ${times(count, (n) => `fragment F${n} on Query { ...F${(n + 1) % count} }`)}`;

/** What has been, or might be, slow. */
export const heavyRequests: Readonly<Record<string, HeavyRequest>> = {
  'a variable that asks "Did you mean" again and again': variables(
    'query ($x: Int) { alive(n: $x) }',
    (bytes) => JSON.stringify({ x: didYouMean.repeat(bytes / didYouMean.length) }),
  ),
  'the same with question marks': variables('query ($x: Int) { alive(n: $x) }', (bytes) =>
    JSON.stringify({ x: didYouMean.repeat(bytes / 30) + '?'.repeat(bytes / 2) }),
  ),
  'a literal that asks it': document(
    (bytes) => `{ alive(n: "${didYouMean.repeat(bytes / didYouMean.length)}") }`,
  ),
  'ten literals that ask it': batch(
    (bytes) => `{ alive(n: "${didYouMean.repeat(bytes / didYouMean.length)}") }`,
  ),
  'unknown input fields': variables(filter, (bytes) => `{"f":{${fill(bytes, (n) => `"x${n}":1`)}}}`),
  'unknown input fields, as many as are read': variables(
    filter,
    () => `{"f":{${times(49_900, (n) => `"x${n}":1`, ',')}}}`,
  ),
  'unknown input fields with long names': variables(
    filter,
    (bytes) => `{"f":{${fill(bytes, (n) => `"${'x'.repeat(14_000)}${n}":1`)}}}`,
  ),
  'unknown input fields like known ones': variables(
    filter,
    (bytes) => `{"f":{${fill(bytes, (n) => `"nam${n}":1`)}}}`,
  ),
  'unknown input fields in a list': variables(
    filter,
    (bytes) => `{"f":{"and":[${fill(bytes, () => '{"nums1":1}')}]}}`,
  ),
  'empty objects': variables(filter, (bytes) => `{"f":{"and":[${fill(bytes, () => '{}')}]}}`),
  'empty objects, as many as are read': variables(
    filter,
    () => `{"f":{"and":[${times(4_100, () => '{}', ',')}]}}`,
  ),
  'empty lists, as many as are read': variables(
    filter,
    () => `{"f":{"ids":[${times(16_000, () => '[1]', ',')}]}}`,
  ),
  'wrong numbers': variables(
    'query ($f: [Int!]) { find(nums: $f) }',
    (bytes) => `{"f":[${fill(bytes, () => '"a"')}]}`,
  ),
  'wrong numbers, as many as are read': variables(
    'query ($f: [Int!]) { find(nums: $f) }',
    () => `{"f":[${times(49_000, () => '"a"', ',')}]}`,
  ),
  'wrong numbers with long texts': variables(
    'query ($f: [Int!]) { find(nums: $f) }',
    (bytes) => `{"f":[${fill(bytes, () => `"${'a'.repeat(5_000)}"`)}]}`,
  ),
  'numbers, as many as are read': variables(
    'query ($f: [Int!]) { find(nums: $f) }',
    () => `{"f":[${times(49_000, () => '1', ',')}]}`,
  ),
  'numbers for a subscription': variables(
    'subscription ($f: Filter) { priced(symbol: 1, of: $f) }',
    () => `{"f":{"nums":[${times(49_000, () => '1', ',')}]}}`,
  ),
  'wrong numbers for a subscription': variables(
    'subscription ($f: Filter) { priced(symbol: 1, of: $f) }',
    () => `{"f":{"nums":[${times(49_000, () => '"a"', ',')}]}}`,
  ),
  'numbers for a subscription, as many as are read': variables(
    'subscription ($f: Filter) { priced(symbol: 1, of: $f) }',
    () => `{"f":{"nums":[${times(9_900, () => '1', ',')}]}}`,
  ),
  'empty objects for a subscription, as many as are read': variables(
    'subscription ($f: Filter) { priced(symbol: 1, of: $f) }',
    () => `{"f":{"and":[${times(1_500, () => '{}', ',')}]}}`,
  ),
  'a JSON value as large as is read': variables(
    'query ($f: JSON) { find(json: $f) }',
    () => `{"f":${list(49_000, '1')}}`,
  ),
  'a JSON value of rounded numbers': variables(
    'query ($f: JSON) { find(json: $f) }',
    (bytes) => `{"f":[${fill(bytes, () => '9007199254740993')}]}`,
  ),
  'a JSON value for a subscription': variables(
    'subscription ($f: Filter) { priced(symbol: 1, of: $f) }',
    () => `{"f":{"json":${list(49_000, '1')}}}`,
  ),
  'numbers of a viewer': refused('of: $f', '$f: Filter', () => `{"f":{"nums":${list(9_900, '1')}}}`),
  'wrong numbers of a viewer': refused('of: $f', '$f: Filter', () => `{"f":{"nums":${list(9_900, '"a"')}}}`),
  'objects of a viewer': refused('of: $f', '$f: Filter', () => `{"f":{"and":${list(1_400, '{}')}}}`),
  'objects with values of a viewer': refused(
    'of: $f',
    '$f: Filter',
    (bytes) => `{"f":{"and":${list(900, `{"id":1,"name":"${'n'.repeat(bytes / 1_000)}"}`)}}}`,
  ),
  'a JSON value of a viewer': refused('json: $f', '$f: JSON', () => `{"f":${list(9_900, '1')}}`),
  'JSON objects of a viewer': refused(
    'json: $f',
    '$f: JSON',
    (bytes) => `{"f":[${fill(Math.min(bytes, 200_000), (n) => `{"z${n}":1.5,"a":-0}`)}]}`,
  ),
  'JSON with long names of a viewer': refused(
    'json: $f',
    '$f: JSON',
    (bytes) => `{"f":{${fill(bytes, (n) => `"${'k'.repeat(110)}${n}":""`)}}}`,
  ),
  'a JSON value of a viewer, as large as is read': refused(
    'json: $f',
    '$f: JSON',
    () => `{"f":${list(49_000, '1')}}`,
  ),
  'deep JSON of a viewer': refused(
    'json: $f',
    '$f: JSON',
    () => `{"f":[${times(19, () => `${'['.repeat(490)}-0${']'.repeat(490)}`, ',')}]}`,
  ),
  'ids of a viewer': refused(
    'ids: $f',
    '$f: [ID!]',
    (bytes) => `{"f":[${times(9_900, (n) => `"${'i'.repeat(Math.max(0, bytes / 9_900 - 10))}${n}"`, ',')}]}`,
  ),
  'a text of a viewer': refused('names: [$f]', '$f: String', (bytes) => `{"f":"${'é'.repeat(bytes / 2)}"}`),
  'an escaped text of a viewer': refused(
    'names: [$f]',
    '$f: String',
    (bytes) => `{"f":"${'\\u0001'.repeat(bytes / 6)}"}`,
  ),
  'many texts of a viewer': refused(
    `names: [${times(250, (n) => `$v${n}`)}]`,
    times(250, (n) => `$v${n}: String`),
    (bytes) => `{${times(250, (n) => `"v${n}":"${'v'.repeat(bytes / 250 - 40)}"`, ',')}}`,
  ),
  'many ids of a viewer': refused(
    `ids: [${times(250, (n) => `$v${n}`)}]`,
    times(250, (n) => `$v${n}: ID!`),
    () => `{${times(250, (n) => `"v${n}":${n}`, ',')}}`,
  ),
  'many lists of a viewer': refused(
    `of: {ids: [${times(60, (n) => `$v${n}`)}]}`,
    times(60, (n) => `$v${n}: [ID]`),
    () => `{${times(60, (n) => `"v${n}":${list(160, '1')}`, ',')}}`,
  ),
  'ten subscriptions of a viewer': {
    authenticated: true,
    body: (_bytes, seed) =>
      `[${times(
        10,
        (index) =>
          asked(
            seed * 10 + index,
            'subscription ($f: Filter) { messageAdded(roomId: 1, of: $f) { text } }',
            `{"f":{"nums":${list(970, '1')}}}`,
          ),
        ',',
      )}]`,
  },
  'variables of a multipart form': multipart((bytes, seed) => [
    ['operations', asked(seed, filter, `{"f":{${fill(bytes, (n) => `"x${n}":1`)}}}`)],
    ['map', '{}'],
  ]),
  'values of a multipart form': multipart((bytes, seed) => [
    ['operations', asked(seed, filter, `{"f":[${fill(bytes, () => '1')}]}`)],
  ]),
  'deep values of a multipart form': multipart((bytes, seed) => [
    ['operations', asked(seed, filter, `{"f":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`)],
  ]),
  'parts of a multipart form': multipart((bytes) =>
    Array.from({ length: bytes / 80 }, (_, n) => [`f${n}`, '']),
  ),
  'headers of a multipart form': {
    type: `multipart/form-data; boundary=${boundary}`,
    body: (bytes) =>
      `--${boundary}\r\n${fill(bytes - 100, () => 'a:', '\r\n')}\r\n\r\n\r\n--${boundary}--\r\n`,
  },
  'a part of a multipart form that looks like many': multipart((bytes) => [
    ['operations', `\r\n--${boundary.slice(0, -1)}`.repeat(bytes / 20)],
  ]),
  'a map of a multipart form': multipart((bytes, seed) => [
    ['operations', asked(seed, 'query ($f: [File]) { find(files: $f) }', '{"f":[]}')],
    ['map', manyFiles(bytes / 30)],
  ]),
  'a long path in a map of a multipart form': multipart((bytes, seed) => [
    ['operations', asked(seed, 'query ($f: JSON) { find(json: $f) }', '{"f":{}}')],
    ['map', `{"0":["variables.f${'.a'.repeat(bytes / 2 - 300)}"]}`],
  ]),
  'a map of a multipart form that makes a long list of ids': multipart((_bytes, seed) => [
    ['operations', asked(seed, 'query ($f: [ID!]) { find(ids: $f) }', '{"f":[]}')],
    ['map', '{"0":["variables.f.4000000"]}'],
  ]),
  'a map of a multipart form that makes a long list in JSON': multipart((_bytes, seed) => [
    ['operations', asked(seed, 'query ($f: JSON) { find(json: $f) }', '{"f":[]}')],
    ['map', '{"0":["variables.f.4000000"]}'],
  ]),
  'a map of a multipart form that makes a long batch': multipart((_bytes, seed) => [
    ['operations', `[${asked(seed, '{ a }')}]`],
    ['map', '{"0":["4000000.query"]}'],
  ]),
  'unknown enum values': variables(
    'query ($f: [Taste!]) { find(tastes: $f) }',
    (bytes) => `{"f":[${fill(bytes, () => '"SWEE"')}]}`,
  ),
  'one enum value as long as can be': variables(
    'query ($f: [Taste!]) { find(tastes: $f) }',
    (bytes) => `{"f":["${'x'.repeat(bytes)}"]}`,
  ),
  'unknown variables': variables('{ a }', (bytes) => `{${fill(bytes, (n) => `"v${n}":1`)}}`),
  'deep variables': variables('{ a }', (bytes) => `{"a":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`),
  'wide extensions': {
    body: (bytes) => `{"query":"{ a }","extensions":{${fill(bytes - 100, (n) => `"k${n}":1`)}}}`,
  },
  'unknown parameters': { body: (bytes) => `{"query":"{ a }",${fill(bytes - 100, (n) => `"k${n}":1`)}}` },
  'variables in a form': {
    type: 'application/x-www-form-urlencoded',
    body: (bytes, seed) =>
      new URLSearchParams({
        query: `#${seed}\n${filter}`,
        variables: `{"f":{${fill(bytes / 3, (n) => `"x${n}":1`)}}}`,
      }).toString(),
  },
  'parameters in a form': {
    type: 'application/x-www-form-urlencoded',
    body: (bytes) => `query={a}&${fill(bytes - 100, () => 'a=', '&')}`,
  },
  'unknown fields': document(`{ ${times(1_990, (n) => `f${n}`)} }`),
  'unknown fields like known ones': document(`{ ${times(1_990, (n) => `alivd${n}`)} }`),
  'unknown fields with long names': document(
    (bytes) => `{ ${fill(bytes, (n) => `f${'x'.repeat(500)}${n}`, ' ')} }`,
  ),
  'ten documents of unknown fields': batch(() => `{ ${times(1_990, (n) => `alivd${n}`)} }`),
  'fields again and again': document(`{ ${times(1_990, () => 'a')} }`),
  'ten documents with fields again and again': batch(() => `{ ${times(320, () => 'self { a }')} }`),
  'fields in conflict': document(`{ ${times(320, (n) => `alive(n: ${n})`)} }`),
  'inline fragments': document(`{ ${times(240, () => '... { self { a } }')} }`),
  'ten documents of inline fragments': batch(() => `{ ${times(240, () => '... { self { a } }')} }`),
  'fragments beside each other': document(
    `{ ${times(150, (n) => `...F${n}`)} } ${times(150, (n) => `fragment F${n} on Query { self { a } }`)}`,
  ),
  'ten documents of fragments beside each other': batch(
    () =>
      `{ ${times(150, (n) => `...F${n}`)} } ${times(150, (n) => `fragment F${n} on Query { self { a } }`)}`,
  ),
  'fragments in circles': document(cycle(200)),
  'ten documents of fragments in circles': batch(() => cycle(200)),
  'unknown fragments': document(`{ ${times(900, (n) => `...F${n}`)} }`),
  'fragments that are not used': document(`{ a } ${times(240, (n) => `fragment F${n} on Query { a }`)}`),
  'many operations': document(times(390, (n) => `query Q${n} { a }`)),
  'many variables': document(`query (${times(490, (n) => `$v${n}: Int`)}) { a }`),
  'variables that are not defined': document(
    `{ ${times(100, (n) => `...F${n}`)} } ${times(100, (n) => `fragment F${n} on Query { alive(n: $x${n}) }`)}`,
  ),
  'operations that share fragments': document(
    `${times(40, (n) => `query Q${n} { ...F0 }`)} ${times(90, (n) => `fragment F${n} on Query { alive(n: $x) ...F${n + 1} }`)} fragment F90 on Query { a }`,
  ),
  'unknown arguments': document(`{ alive(${times(480, (n) => `m${n}: 1`)}) }`),
  'a literal with unknown fields': document(`{ find(of: { ${times(480, (n) => `x${n}: 1`)} }) }`),
  'a literal with the same field again': document(`{ find(of: { ${times(480, () => 'id: 1')} }) }`),
  'a literal list of wrong numbers': document(
    (bytes) => `{ find(nums: [${times(1_980, () => `"${'x'.repeat(bytes / 2_100)}"`)}]) }`,
  ),
  'empty lines': document((bytes) => `{ ${'\n'.repeat(bytes / 2 - 2_000)} ${times(200, (n) => `zz${n}`)} }`),
  'as many lines as are read': document(
    (bytes) => `{${' '.repeat(bytes / 2)}${'\n'.repeat(1_990)} ${times(300, (n) => `z${n}`)} }`,
  ),
  'blanks and a mistake': document((bytes) => `{ a ${' '.repeat(bytes - 100)}? }`),
  commas: document((bytes) => `{ a ${','.repeat(bytes - 100)} }`),
  'a block string': document((bytes) => `{ alive(n: """${' x'.repeat(bytes / 2 - 100)}""") }`),
  escapes: document((bytes) => `{ alive(n: "${'\\u0041'.repeat(bytes / 8)}") }`),
  'a socket id': {
    body: (bytes) =>
      `{"query":"subscription { priced(symbol: 1) }","extensions":{"pusher":{"socketId":"${'1'.repeat(bytes - 200)}"}}}`,
  },
  'an argument of a channel': variables(
    'subscription ($s: ID!) { priced(symbol: $s) }',
    (bytes) => `{"s":"${'a'.repeat(bytes)}"}`,
  ),
  'the name of an operation': {
    body: (bytes) => `{"query":"query a { a } query b { a }","operationName":"${'x'.repeat(bytes - 200)}"}`,
  },
  'channels in a form': {
    path: '/pusher/auth',
    type: 'application/x-www-form-urlencoded',
    body: (bytes) => `socket_id=1.2&${fill(bytes - 100, () => 'channel_name[]=', '&')}`,
  },
  'channels in JSON': {
    path: '/pusher/auth',
    body: (bytes) =>
      `{"socket_id":"1.2","channel_name":[${fill(bytes - 100, (n) => `"private-room-${n}"`)}]}`,
  },
  'one channel as long as can be': {
    path: '/pusher/auth',
    body: (bytes) =>
      JSON.stringify({ socket_id: '1.2', channel_name: `private-room-${'-;'.repeat(bytes / 2 - 100)}` }),
  },
  'unknown keys': {
    path: '/pusher/user-auth',
    body: (bytes) => `{${fill(bytes - 100, (n) => `"k${n}":""`)}}`,
  },
  'a webhook that is not signed': {
    path: '/pusher/webhook',
    body: (bytes) => `{"time_ms":1,"events":[${fill(bytes - 100, () => '{}')}]}`,
  },
};
