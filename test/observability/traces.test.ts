import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTracing } from '../../src/observability/tracing/index.ts';
import { startWorld, type World } from './support/world.ts';

const subscription = 'subscription { said(roomId: "a") { text } }';
const mutation = 'mutation Say { send(roomId: "a", text: "hello") }';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('test');

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
  exporter.reset();
});

async function start(tracing = createTracing(tracer)): Promise<World> {
  world = await startWorld({ tracing });
  return world;
}

/** The results that a subscriber at this position has missed. */
async function missedBy(gateway: World, position: { epoch: string; offset: number }) {
  const { missed = [] } = await gateway.grant(subscription, position);
  return missed.map(({ result }) => result);
}

function spanNamed(name: string): ReadableSpan {
  const span = exporter.getFinishedSpans().find((each) => each.name === name);
  if (!span)
    throw new Error(`no span "${name}" among ${exporter.getFinishedSpans().map((each) => each.name)}`);
  return span;
}

const parentOf = (span: ReadableSpan): string | undefined => span.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan): string => span.spanContext().spanId;

describe('traces', () => {
  it('connect a mutation, its publish, the execution and the trigger', async () => {
    const gateway = await start();
    await gateway.grant(subscription);
    await gateway.post(mutation);
    const [said, publish] = [spanNamed('mutation Say'), spanNamed('publish said')];
    const [execute, trigger] = [spanNamed('execute said'), spanNamed('trigger said')];
    expect(parentOf(publish)).toBe(idOf(said));
    expect(parentOf(execute)).toBe(idOf(publish));
    expect(parentOf(trigger)).toBe(idOf(publish));
    expect(execute.attributes).toMatchObject({ 'graphql_pusher.topic': 'said:room-a' });
    expect(trigger.attributes).toMatchObject({ 'graphql_pusher.messages': 1 });
  });

  it('give subscribers the trace id in the extensions of the result', async () => {
    const gateway = await start();
    const { position } = await gateway.grant(subscription);
    await gateway.post(mutation);
    const { traceId } = spanNamed('mutation Say').spanContext();
    expect(await missedBy(gateway, position)).toEqual([
      { data: { said: { text: 'hello' } }, extensions: { traceId } },
    ]);
  });

  it("continue the caller's trace, and record errors", async () => {
    const gateway = await start();
    const traceId = 'a'.repeat(32);
    await gateway.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${'b'.repeat(16)}-01` },
        body: JSON.stringify({ query: mutation }),
      }),
    );
    expect(spanNamed('mutation Say').spanContext().traceId).toBe(traceId);
    expect(parentOf(spanNamed('mutation Say'))).toBe('b'.repeat(16));
    const tooLarge = { text: 'x'.repeat(2 * 1024 * 1024) };
    await expect(gateway.gateway.publish('said', { roomId: 'a' }, tooLarge)).rejects.toThrow();
    expect(exporter.getFinishedSpans().at(-1)).toMatchObject({
      name: 'publish said',
      status: { code: 2, message: expect.stringMatching(/^The event has \d+ bytes of JSON, more than/) },
    });
  });

  it('link a batch to the trace of each of its events, even if another process delivers it', async () => {
    const gateway = await start();
    await gateway.grant(subscription);
    // Two events of two traces, as an outage or a crash leaves them.
    const ids = ['c', 'd'].map((digit) => `id-${digit}~00-${digit.repeat(32)}-${digit.repeat(16)}-01`);
    for (const id of ids)
      await gateway.store.mailboxes.append('said:room-a', { id, body: '{"text":"late"}' });
    await gateway.gateway.sweep();
    const trigger = spanNamed('trigger said');
    expect(trigger.spanContext().traceId).toBe('c'.repeat(32));
    expect(trigger.links.map((link) => link.context.traceId)).toEqual(['d'.repeat(32)]);
  });

  it('add nothing to a result without an SDK or for an unsampled trace', async () => {
    const unsampled = new BasicTracerProvider({ sampler: new AlwaysOffSampler() }).getTracer('test');
    for (const tracing of [createTracing(trace.getTracer('no SDK')), createTracing(unsampled)]) {
      const gateway = await start(tracing);
      const { position } = await gateway.grant(subscription);
      await gateway.post(mutation);
      expect(await missedBy(gateway, position)).toEqual([{ data: { said: { text: 'hello' } } }]);
      await gateway.close();
    }
    world = undefined;
  });
});
