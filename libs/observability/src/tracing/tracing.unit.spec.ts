import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { eventually, receiveTraces, type ReceivedSpan, type TraceReceiver } from '@troupe/testing';
import { withModelSpan } from './model-span.ts';
import { startTracing } from './start-tracing.ts';
import type { TracingSettings } from './tracing-settings.ts';
import { inSpan, type Tracing } from './tracing.ts';

const TRACE = 'c'.repeat(32);
const PARENT = { traceparent: `00-${TRACE}-${'1'.repeat(16)}-01`, tracestate: 'vendor=opaque', baggage: 'a=b' };

let receiver: TraceReceiver;
let tracing: Tracing;
const complaints: string[] = [];

const start = async (more: Partial<TracingSettings> = {}): Promise<Tracing> => {
  const settings: TracingSettings = {
    service: 'spec',
    url: `${receiver.url}/v1/traces`,
    protocol: 'http/json',
    sampler: 'parentbased_always_on',
    ratio: 1,
    delayMs: 20,
    ...more,
  };
  return (await startTracing(settings, (problem) => void complaints.push(problem)))!;
};

// What the exporter spends on a collector that does not answer; it reads that itself.
process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '500';

beforeEach(async () => {
  receiver = await receiveTraces();
  tracing = await start();
});
afterEach(async () => {
  await tracing.close();
  await receiver.close();
});

const received = (count: number): Promise<readonly ReceivedSpan[]> =>
  eventually(() => {
    expect(receiver.spans()).toHaveLength(count);
    return receiver.spans();
  });

describe('tracing', () => {
  it('is not there without settings', async () => {
    expect(await startTracing(undefined, () => undefined)).toBeUndefined();
  });

  it('sends spans with their parents, links and attributes, and hands state and baggage on', async () => {
    const linked = { traceparent: `00-${TRACE}-${'2'.repeat(16)}-01` };
    const span = tracing.open('outer', {
      parent: PARENT,
      kind: 'consumer',
      links: [linked, {}],
      attributes: { n: 7, no: undefined },
    });
    span.link({ traceparent: `00-${TRACE}-${'3'.repeat(16)}-01` });
    span.within(() => tracing.open('inner').end());
    span.end();
    span.end();
    const [inner, outer] = await received(2);
    expect(outer).toMatchObject({
      service: 'spec',
      traceId: TRACE,
      parentSpanId: '1'.repeat(16),
      kind: 5,
      attributes: { n: 7 },
    });
    expect(outer!.links).toEqual(['2'.repeat(16), '3'.repeat(16)]);
    expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer!.spanId, traceId: TRACE });
    expect(span.trace).toEqual({ ...PARENT, traceparent: `00-${TRACE}-${outer!.spanId}-01` });
    expect(span.ids).toEqual({ trace_id: TRACE, span_id: outer!.spanId });
  });

  it('begins a trace where the parent names none, whatever is active', async () => {
    tracing.open('outer').within(() => tracing.open('root', { parent: {} }).end());
    const [root] = await received(1);
    expect(root!.parentSpanId).toBeUndefined();
  });

  it('says what failed by code or class, never in words', async () => {
    const fail = (error: Error) => inSpan(tracing.open('failing', { parent: PARENT }), () => Promise.reject(error));
    await expect(fail(new TroupeError('TERMINAL', 'the secret'))).rejects.toThrow('the secret');
    await expect(fail(new RangeError('the secret'))).rejects.toThrow('the secret');
    const spans = await received(2);
    expect(spans.map(({ failed, attributes }) => [failed, attributes['error.type']])).toEqual([
      [true, 'TERMINAL'],
      [true, 'RangeError'],
    ]);
    expect(receiver.text()).not.toContain('the secret');
  });

  it('keeps what the parent keeps, and a share of what begins here', async () => {
    const unsampled = { traceparent: `00-${TRACE}-${'1'.repeat(16)}-00` };
    const span = tracing.open('unsampled', { parent: unsampled });
    span.end();
    expect(span.trace.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!1{16})[0-9a-f]{16}-00$`));
    const none = await start({ sampler: 'parentbased_traceidratio', ratio: 0 });
    none.open('root', { parent: {} }).end();
    none.open('kept', { parent: PARENT }).end();
    await none.close();
    expect((await received(1)).map(({ name }) => name)).toEqual(['kept']);
  });

  it('says of a model what it was and how much it cost, not what was said', async () => {
    const call = { provider: 'openai', model: 'gpt-5', conversationId: 'c-1' };
    const answer = await withModelSpan(tracing, call, (answered) => {
      answered({ model: 'gpt-5-2025', inputTokens: 12, outputTokens: 3, finishReason: 'stop' });
      return Promise.resolve('the answer');
    });
    expect(answer).toBe('the answer');
    expect(await received(1)).toMatchObject([
      {
        name: 'chat gpt-5',
        kind: 3,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-5',
          'gen_ai.response.model': 'gpt-5-2025',
          'gen_ai.usage.input_tokens': 12,
          'gen_ai.usage.output_tokens': 3,
          'gen_ai.response.finish_reasons': ['stop'],
          'gen_ai.conversation.id': 'c-1',
        },
      },
    ]);
    expect(receiver.text()).not.toContain('the answer');
    expect(await withModelSpan(undefined, call, () => Promise.resolve('untraced'))).toBe('untraced');
  });

  it('ends in time and says so when nobody takes the spans', async () => {
    const lost = await start({ url: 'http://127.0.0.1:1/v1/traces', protocol: 'http/protobuf' });
    lost.open('lost', { parent: PARENT }).end();
    await lost.close();
    await eventually(() => expect(complaints).not.toEqual([]));
  });
});
