import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/index.ts';
import { createLog, type LogLevel, logErrors, logWhatHappens } from '../../src/observability/index.ts';
import { startWorld, type World } from './support/world.ts';

const subscription = 'subscription { said(roomId: "a") { text } }';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Creates a log that collects its lines. */
function createTestLog(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(
        ...String(chunk)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
      done();
    },
  });
  const log = createLog({ level, destination });
  return { log, lines, messages: () => lines.map(({ msg }) => msg) };
}

async function start(level: LogLevel) {
  const testLog = createTestLog(level);
  world = await startWorld({ observe: logWhatHappens(testLog.log), onError: logErrors(testLog.log) });
  return { ...testLog, world };
}

describe('logs', () => {
  it('are JSON lines with a level, a time and fields, but without the events of users', async () => {
    const { lines, messages, world: gateway } = await start('debug');
    await gateway.grant(subscription);
    await gateway.say('a', 'a private matter');
    expect(messages()).toEqual(
      expect.arrayContaining([
        'subscription registered',
        'event accepted',
        'executed',
        'Pusher request succeeded',
        'event sent',
      ]),
    );
    expect(lines.find(({ msg }) => msg === 'executed')).toMatchObject({
      level: 'debug',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      field: 'said',
      topic: 'said:room-a',
      errors: 0,
    });
    expect(JSON.stringify(lines)).not.toContain('a private matter');
  });

  it('contain problems but no routine activity at level "info"', async () => {
    const { messages, world: gateway } = await start('info');
    await gateway.grant(subscription);
    await gateway.say('a', 'one');
    expect(messages()).toEqual([]);
    gateway.failures.push(new GatewayError('PUSHER_UNAVAILABLE', 'Pusher does not answer.'));
    await gateway.say('a', 'two');
    await gateway.grant(subscription, { epoch: 'another', offset: 1 });
    expect(messages()).toEqual([
      'Pusher is unavailable',
      'retrying the request to Pusher',
      'results lost; the subscriber received a gap',
    ]);
  });

  it('contain errors with their stack and place', async () => {
    const { lines, world: gateway } = await start('error');
    await gateway.grant('subscription { said(roomId: "a") { broken } }');
    await gateway.say('a', 'hello');
    expect(lines).toMatchObject([
      {
        level: 'error',
        where: 'executing a subscription',
        err: { message: 'A resolver that fails.', stack: expect.stringContaining('support/world.ts') },
      },
    ]);
  });

  it("are readable at a terminal: message, fields, and stack frames of the application's code", () => {
    let text = '';
    const destination = {
      write(line: string) {
        text += stripVTControlCharacters(line);
      },
    };
    const log = createLog({ format: 'text', destination });
    log.warn({ topic: 'said:room-a', attempt: 2 }, 'retrying the request to Pusher');
    logErrors(log)(new Error('It broke.'), 'executing a subscription');
    const [warning, error, ...places] = text.trimEnd().split('\n');
    expect(warning).toMatch(
      /^\d\d:\d\d:\d\d warn retrying the request to Pusher {2}topic=said:room-a {2}attempt=2$/,
    );
    expect(error).toMatch(/^\d\d:\d\d:\d\d error executing a subscription: It broke\.$/);
    expect(places[0]).toContain('logs.test.ts');
    expect(text).not.toContain('node_modules');
  });

  it('redact secrets', () => {
    const { log, lines } = createTestLog('info');
    log.info(
      { token: 'abc', headers: { authorization: 'Bearer abc' }, a: { b: { secret: 'abc' } } },
      'requested',
    );
    expect(JSON.stringify(lines)).not.toContain('abc');
    expect(lines).toMatchObject([{ token: '[Redacted]', headers: { authorization: '[Redacted]' } }]);
  });
});
