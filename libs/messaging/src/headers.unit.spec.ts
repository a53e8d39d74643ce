import { describe, expect, it } from '@jest/globals';
import { TroupeError, type Envelope } from '@troupe/contracts';
import fc from 'fast-check';
import { fromHeaders, HEADERS, toHeaders } from './headers.ts';

const envelope: Envelope = {
  id: 'e-1',
  type: 'order.verified',
  source: 'fraud-agent',
  timeMs: Date.UTC(2026, 0, 31, 9, 30),
  conversationId: 'c-1',
  lamport: 3,
  hops: 61,
  tenant: 'default',
};

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const time = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from({ length: 16 }, (_, digit) => digit.toString(16))),
    minLength: length,
    maxLength: length,
  });

const envelopes: fc.Arbitrary<Envelope> = fc.record(
  {
    id: text,
    type: text,
    source: text,
    timeMs: time,
    conversationId: text,
    causationId: text,
    parentId: text,
    lamport: count,
    hops: count,
    deadlineMs: time,
    tenant: text,
    baggage: fc.constant('userId=alice'),
    provenance: fc.record({ agent: text, prompt: text, model: text, policy: text }, { requiredKeys: ['agent'] }),
  },
  { requiredKeys: ['id', 'type', 'source', 'timeMs', 'conversationId', 'lamport', 'hops', 'tenant'] },
);

const traces = fc.record(
  {
    traceparent: fc.tuple(hex(31), hex(15)).map(([trace, span]) => `00-1${trace}-1${span}-01`),
    tracestate: fc.constant('vendor=opaque'),
  },
  { requiredKeys: ['traceparent'] },
);

const codeOf = (run: () => unknown): { code: string; message: string } => {
  try {
    run();
  } catch (error) {
    if (TroupeError.is(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('headers', () => {
  it('give back every envelope that was written', () => {
    fc.assert(
      fc.property(envelopes, fc.option(traces, { nil: {} }), (given, trace) =>
        expect(fromHeaders(toHeaders({ ...given, ...trace }))).toEqual({ ...given, ...trace }),
      ),
    );
  });

  it('are CloudEvents 1.0 in binary mode', () => {
    expect(toHeaders(envelope)).toEqual({
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_type: 'order.verified',
      ce_source: 'fraud-agent',
      ce_time: '2026-01-31T09:30:00.000Z',
      ce_correlationid: 'c-1',
      ce_lamport: '3',
      ce_hops: '61',
      ce_tenant: 'default',
      'content-type': 'application/avro',
    });
  });

  it.each([
    HEADERS.id,
    HEADERS.type,
    HEADERS.source,
    HEADERS.time,
    HEADERS.specVersion,
    HEADERS.conversation,
    HEADERS.lamport,
    HEADERS.hops,
    HEADERS.tenant,
  ])('without %s are refused by its name', (name) => {
    const rest = toHeaders(envelope);
    Reflect.deleteProperty(rest, name);
    expect(codeOf(() => fromHeaders(rest))).toEqual({
      code: 'ENVELOPE_INVALID',
      message: expect.stringContaining(name),
    });
  });

  it.each([
    [HEADERS.specVersion, '0.3'],
    [HEADERS.time, 'yesterday'],
    [HEADERS.time, '2026-01-31'],
    [HEADERS.time, '2026-13-31T09:30:00Z'],
    [HEADERS.lamport, '-1'],
    [HEADERS.hops, '1e3'],
    [HEADERS.hops, '9999999999999999'],
    [HEADERS.deadline, 'soon'],
  ])('with %s: %s are refused by its name', (name, value) => {
    expect(codeOf(() => fromHeaders({ ...toHeaders(envelope), [name]: value }))).toEqual({
      code: 'ENVELOPE_INVALID',
      message: expect.stringContaining(name),
    });
  });

  it('read a time with an offset, as other languages write it', () => {
    const headers = { ...toHeaders(envelope), [HEADERS.time]: '2026-01-31T10:30:00+01:00' };
    expect(fromHeaders(headers).timeMs).toBe(envelope.timeMs);
  });

  it('leave out a traceparent that is none', () => {
    expect(fromHeaders({ ...toHeaders(envelope), traceparent: 'garbage' })).toEqual(envelope);
  });

  it('are not written for an envelope that could not be read again', () => {
    expect(codeOf(() => toHeaders({ ...envelope, hops: -1 })).message).toContain('ce_hops');
    expect(codeOf(() => toHeaders({ ...envelope, timeMs: Number.NaN })).message).toContain('ce_time');
    expect(codeOf(() => toHeaders({ ...envelope, id: '' })).message).toContain('ce_id');
  });
});
