import { describe, expect, it } from '@jest/globals';
import {
  OrderFlagged,
  namedConversationId,
  OrderVerified,
  outputId,
  startConversation,
  toConversation,
  TransactionCreated,
  TroupeError,
} from '@troupe/contracts';
import { fromHeaders, type Codec } from '@troupe/messaging';
import { defineAgent } from '../define-agent.ts';
import type { Conclusion } from '../reaction.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { createPipeline } from './pipeline.ts';
import {
  codec,
  envelope,
  flagged,
  memoryDecider,
  order,
  recordOf,
  task,
  testParts,
  verified,
} from './pipeline.fixture.ts';

const agentThat = (handle: () => Conclusion | Promise<Conclusion>) =>
  defineAgent({
    name: 'fraud-agent',
    version: '3',
    publishes: [OrderVerified, OrderFlagged],
    retry: { attempts: 3, initial: '100ms', max: '1s' },
    // The specs decide what it concludes, declared or not.
    on: [when(TransactionCreated, handle as () => typeof verified)],
  });
const deadHeaders = (outputs: readonly { headers: Readonly<Record<string, string>> }[]) =>
  Object.fromEntries(Object.entries(outputs[0]?.headers ?? {}).filter(([name]) => name.startsWith('troupe-dead')));

describe('the delivery pipeline', () => {
  it('applies its policies in one fixed order', async () => {
    const steps: string[] = [];
    const spied: Codec = {
      ...codec,
      decode: (on, value) => (steps.push('read'), codec.decode(on, value)),
      encode: (on, data) => (steps.push('encode'), codec.encode(on, data)),
    };
    const agent = agentThat(() => (steps.push('handle'), verified));
    const decider = memoryDecider(steps);
    const pipeline = createPipeline({ ...testParts(agent, { codec: spied }), decider });
    await pipeline(await recordOf(order), task());
    await pipeline(await recordOf(order), task());
    expect(steps).toEqual(['read', 'decide decided', 'handle', 'encode', 'deliver']);
  });

  it('gives an output an envelope that follows from its cause', async () => {
    const parts = testParts(
      agentThat(() => [verified, startConversation('child', flagged), toConversation('market', flagged)]),
    );
    const cause = {
      parentId: 'parent',
      deadlineMs: 1_700_000_060_000,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    };
    await createPipeline(parts)(await recordOf(order, cause), task());
    const [first, second, third] = parts.decider.delivered[0]!.outputs.map(({ headers }) => fromHeaders(headers));
    expect(first).toEqual({
      ...envelope(cause),
      id: outputId(envelope().id, 'fraud-agent', 0),
      type: 'order.verified',
      source: 'fraud-agent',
      timeMs: 1_700_000_000_500,
      causationId: envelope().id,
      lamport: 5,
      hops: 63,
      provenance: { agent: '3' },
    });
    expect(second).toMatchObject({ type: 'order.flagged', parentId: 'conversation-1', causationId: envelope().id });
    expect(second!.conversationId).not.toBe('conversation-1');
    expect(parts.decider.delivered[0]!.outputs[1]!.key).toBe(second!.conversationId);
    expect(second!.id).not.toBe(first!.id);
    expect(third).toMatchObject({ parentId: 'conversation-1', causationId: envelope().id });
    expect(third!.conversationId).toBe(namedConversationId(envelope().tenant, 'market'));
    expect(parts.decider.delivered[0]!.outputs[2]!.key).toBe(third!.conversationId);
  });

  it('concludes nothing from an event without hops but that they are used up, and records that', async () => {
    const parts = testParts(agentThat(() => verified));
    await createPipeline(parts)(await recordOf(order, { hops: 0 }), task());
    expect(parts.decider.delivered).toMatchObject([{ outcome: 'decided', outputs: [{ topic: 'budget.exhausted' }] }]);
    expect(parts.fates).toEqual([['transaction.created', 'hops-spent']]);
  });

  it('concludes nothing after the deadline of an event but that it has passed', async () => {
    const parts = testParts(agentThat(() => verified));
    await createPipeline(parts)(await recordOf(order, { deadlineMs: 1_700_000_000_499 }), task());
    expect(parts.decider.delivered).toMatchObject([{ outcome: 'decided', outputs: [{ topic: 'budget.exhausted' }] }]);
    expect(parts.fates).toEqual([['transaction.created', 'deadline-passed']]);
  });

  it('tries again what a handler threw, with growing waits', async () => {
    const outcomes: (() => Conclusion)[] = [() => { throw new Error('first'); }, () => { throw new Error('second'); }, () => verified]; // prettier-ignore
    const parts = testParts(agentThat(() => outcomes.shift()?.()));
    await createPipeline(parts)(await recordOf(order), task());
    expect(parts.waits).toEqual([100, 200]);
    expect(parts.decider.delivered).toMatchObject([{ outcome: 'decided', outputs: [{ topic: 'order.verified' }] }]);
  });

  it('dead-letters an event when its attempts are used up, as it came and with the cause', async () => {
    const parts = testParts(agentThat(() => Promise.reject(new Error(`no luck ${'x'.repeat(5_000)}`))));
    const record = await recordOf(order);
    await createPipeline(parts)(record, task());
    const [decision] = parts.decider.delivered;
    expect(decision).toMatchObject({ outcome: 'dead-lettered', inputId: envelope().id, partition: 3 });
    const [letter] = decision!.outputs;
    expect(letter).toMatchObject({
      topic: 'fraud-agent.dead',
      key: record.key,
      value: record.value,
      headers: record.headers,
    });
    const { 'troupe-dead-message': message, ...rest } = deadHeaders(decision!.outputs);
    expect(message).toHaveLength(1_000);
    expect(rest).toEqual({
      'troupe-dead-id': decision!.outputs[0]?.id,
      'troupe-dead-topic': 'transaction.created',
      'troupe-dead-partition': '3',
      'troupe-dead-offset': '7',
      'troupe-dead-appended': '2023-11-14T22:13:20.100Z',
      'troupe-dead-agent': 'fraud-agent',
      'troupe-dead-attempts': '3',
      'troupe-dead-code': 'HANDLER_FAILED',
      'troupe-dead-failed-at': '2023-11-14T22:13:20.500Z',
    });
    expect(parts.fates).toEqual([['transaction.created', 'dead-lettered']]);
  });

  it.each([
    ['a handler says so', () => Promise.reject(new TerminalError('no such customer')), 'TERMINAL'],
    ['an output is not declared', () => order, 'UNDECLARED_PUBLISH'],
    [
      'an output is larger than Kafka takes',
      () => OrderVerified({ ...verified.data, decidedBy: 'x'.repeat(1_000_000) }),
      'EVENT_INVALID',
    ],
    ['an output does not fit its schema', () => ({ ...verified, data: { score: 'high' } }), 'EVENT_INVALID'],
  ])('dead-letters at once when %s', async (_, handle, code) => {
    const parts = testParts(agentThat(handle));
    await createPipeline(parts)(await recordOf(order), task());
    expect(deadHeaders(parts.decider.delivered[0]!.outputs)).toMatchObject({
      'troupe-dead-code': code,
      'troupe-dead-attempts': '1',
    });
    expect(parts.waits).toEqual([]);
  });

  it('dead-letters bytes that are not Avro, and a schema that nobody knows', async () => {
    const parts = testParts(agentThat(() => verified));
    const record = await recordOf(order);
    const unknown = Buffer.from(record.value!);
    unknown.writeInt32BE(9_999, 1);
    await createPipeline(parts)({ ...record, value: Buffer.from('not avro') }, task());
    await createPipeline(parts)(
      { ...record, value: unknown, headers: { ...record.headers, ce_id: 'another' } },
      task(),
    );
    const codes = parts.decider.delivered.map(({ outputs }) => deadHeaders(outputs)['troupe-dead-code']);
    expect(codes).toEqual(['BYTES_UNDECODABLE', 'SCHEMA_UNKNOWN']);
  });

  it('says what it could not keep of an event that is too large for the log of dead letters', async () => {
    const parts = testParts(agentThat(() => verified));
    const record = await recordOf(order);
    const value = Buffer.alloc(3_000_000, 9);
    await createPipeline(parts)(
      { ...record, value, headers: { ...record.headers, 'x-note': 'y'.repeat(900_000) } },
      task(),
    );
    const [letter] = parts.decider.delivered[0]!.outputs;
    expect(letter).toMatchObject({ value: null, headers: { ...record.headers, 'troupe-dead-cut': '3000000' } });
    expect(letter!.headers).not.toHaveProperty('x-note');
  });

  it('names a record without id or key by where it lies', async () => {
    const parts = testParts(agentThat(() => verified));
    const bare = { ...(await recordOf(order)), key: null, headers: {} };
    await createPipeline(parts)(bare, task());
    const [decision] = parts.decider.delivered;
    expect(decision).toMatchObject({ inputTimeMs: bare.appendedMs, outcome: 'dead-lettered' });
    expect(decision!.inputId).toMatch(/^[0-9a-f-]{36}$/);
    expect(deadHeaders(decision!.outputs)).toMatchObject({ 'troupe-dead-code': 'ENVELOPE_INVALID' });
  });

  it.each([
    ['an id that is longer than an id can be', { ce_id: 'x'.repeat(201) }],
    ['an id that cannot be stored', { ce_id: 'e\u0000' }],
    ['a time that no calendar has', { ce_time: '+275760-09-13T00:00:00.000Z' }],
    ['a conversation that cannot be stored', { ce_correlationid: 'c\u0000' }],
  ])('gives up %s under a name that can be kept', async (_, headers) => {
    const parts = testParts(agentThat(() => verified));
    const record = await recordOf(order);
    await createPipeline(parts)({ ...record, headers: { ...record.headers, ...headers } }, task());
    const [decision] = parts.decider.delivered;
    expect(new Date(decision!.inputTimeMs).getUTCFullYear()).toBe(2023);
    expect(`${decision!.inputId} ${decision!.conversationId}`).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(deadHeaders(decision!.outputs)).toMatchObject({ 'troupe-dead-code': 'ENVELOPE_INVALID' });
  });

  it('refuses an event that says it is of another type than its topic', async () => {
    const parts = testParts(agentThat(() => verified));
    await createPipeline(parts)(await recordOf(order, { type: 'order.verified' }), task());
    expect(deadHeaders(parts.decider.delivered[0]!.outputs)).toMatchObject({ 'troupe-dead-code': 'ENVELOPE_INVALID' });
  });

  it('waits for a server that is away without using up attempts, and says so meanwhile', async () => {
    const away = (code: 'REGISTRY_UNAVAILABLE' | 'DATABASE_UNAVAILABLE' | 'KAFKA_UNAVAILABLE') =>
      new TroupeError(code, 'away');
    const decodeFailures = [away('REGISTRY_UNAVAILABLE'), away('REGISTRY_UNAVAILABLE')];
    const flaky: Codec = {
      ...codec,
      decode: (on, value) =>
        decodeFailures.length > 0 ? Promise.reject(decodeFailures.pop()!) : codec.decode(on, value),
    };
    const parts = testParts(
      agentThat(() => verified),
      { codec: flaky },
    );
    parts.decider.failures.decide.push(...Array.from({ length: 9 }, () => away('DATABASE_UNAVAILABLE')));
    parts.decider.failures.deliver.push(away('KAFKA_UNAVAILABLE'));
    const seen: (readonly string[])[] = [];
    const wait = () => (seen.push(parts.outages.current()), Promise.resolve());
    await createPipeline({ ...parts, wait })(await recordOf(order), task());
    expect(seen.flat().join(' ')).toBe(`${'registry '.repeat(2)}${'database '.repeat(9)}kafka`);
    expect(parts.outages.current()).toEqual([]);
    expect(parts.decider.delivered).toMatchObject([{ outcome: 'decided' }]);
  });

  it('counts a broken connection of the handler itself as an attempt', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' });
    const parts = testParts(agentThat(() => Promise.reject(refused)));
    await createPipeline(parts)(await recordOf(order), task());
    expect(parts.decider.delivered).toMatchObject([{ outcome: 'dead-lettered' }]);
  });

  it('leaves an event undone when its partition is handed over', async () => {
    const handOver = new AbortController();
    const parts = testParts(agentThat(() => (handOver.abort(), Promise.reject(new Error('interrupted')))));
    await expect(createPipeline(parts)(await recordOf(order), task(handOver.signal))).rejects.toMatchObject({
      code: 'TASK_ABORTED',
    });
    expect(parts.decider.decisions.size).toBe(0);
    expect(parts.decider.delivered).toEqual([]);
  });

  it('publishes the stored result of an event that was decided before, whatever the handler would say now', async () => {
    const parts = testParts(agentThat(() => verified));
    await createPipeline(parts)(await recordOf(order), task());
    await createPipeline({ ...testParts(agentThat(() => flagged)), decider: parts.decider })(
      await recordOf(order),
      task(),
    );
    expect(parts.decider.delivered.map(({ outputs }) => outputs.map(({ topic }) => topic))).toEqual([
      ['order.verified'],
      ['order.verified'],
    ]);
  });

  it('never concludes from what was dead-lettered before', async () => {
    const parts = testParts(agentThat(() => Promise.reject(new TerminalError('no'))));
    await createPipeline(parts)(await recordOf(order), task());
    const again = { ...testParts(agentThat(() => verified)), decider: parts.decider };
    await createPipeline(again)(await recordOf(order), task());
    expect(parts.decider.delivered.map(({ outputs }) => outputs.map(({ topic }) => topic))).toEqual([
      ['fraud-agent.dead', 'event.held'],
      ['fraud-agent.dead', 'event.held'],
    ]);
    expect(again.fates).toEqual([['transaction.created', 'dead-lettered']]);
  });
});
