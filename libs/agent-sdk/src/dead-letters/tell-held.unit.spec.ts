import { afterEach, describe, expect, it } from '@jest/globals';
import {
  EventHeld,
  OrderVerified,
  recordId,
  TransactionCreated,
  type Envelope,
  type EventHeldData,
} from '@troupe/contracts';
import { createInMemoryMessaging, fromHeaders, type InMemoryMessaging, type IncomingRecord } from '@troupe/messaging';
import { eventually } from '@troupe/testing';
import { defineAgent } from '../define-agent.ts';
import { createPipeline } from '../delivery/pipeline.ts';
import { codec, envelope, order, recordOf, task, testParts } from '../delivery/pipeline.fixture.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { agentThatFailsFor, deskOf, idOf, join, put, states, stopAll, warrant } from './custody.fixture.ts';
import { releaseDeadLetter } from './desk/orders.ts';

const poisoned = defineAgent({
  name: 'fraud-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated, () => {
      throw new TerminalError('poison');
    }),
  ],
});

/** What is published of an order that comes with something else than an order has. */
const deliveredAs = async (more: Partial<IncomingRecord>, about: Partial<Envelope> = {}) => {
  const parts = testParts(poisoned);
  const record = { ...(await recordOf(order, about)), ...more };
  await createPipeline(parts)(record, task());
  return { record, outputs: parts.decider.delivered.flatMap(({ outputs }) => outputs) };
};

const told = (messaging: InMemoryMessaging): Promise<readonly EventHeldData[]> =>
  Promise.all(messaging.records(EventHeld.type).map(({ value }) => codec.decode(EventHeld, value)));

afterEach(stopAll);

describe('an agent that gives an event up', () => {
  it('says so in its conversation, with the decision that gives it up', async () => {
    const { outputs } = await deliveredAs({}, { deadlineMs: 1_700_000_900_000 });
    const [letter, held] = outputs;
    expect(held).toMatchObject({ topic: 'event.held', key: 'conversation-1' });
    expect(await codec.decode(EventHeld, held?.value ?? null)).toEqual({
      ...{ agent: 'fraud-agent', event: envelope().id, type: 'transaction.created', code: 'TERMINAL' },
      letter: letter?.id,
    });
    expect(fromHeaders(held?.headers ?? {})).toMatchObject({
      ...{ id: held?.id, source: 'fraud-agent', causationId: envelope().id, lamport: 5, hops: 63 },
      deadlineMs: 1_700_000_900_000,
    });
  });

  it('says so under the same id however often it decides that', async () => {
    const ids = [await deliveredAs({}), await deliveredAs({})].map(({ outputs }) => outputs[1]?.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    ['its id', { ce_id: envelope().id }],
    ['nothing but that', {}],
  ])('says so of what names its conversation and %s', async (_, headers) => {
    const { outputs } = await deliveredAs({ headers: { ce_correlationid: 'conversation-1', ...headers } });
    const [letter, held] = outputs;
    expect(letter).toMatchObject({ headers: { 'troupe-dead-code': 'ENVELOPE_INVALID' } });
    expect(held).toMatchObject({
      topic: 'event.held',
      key: 'conversation-1',
      headers: { ce_causationid: letter?.headers['ce_id'] ?? recordId('transaction.created', 3, 7n) },
    });
  });

  it('says nothing about what is of no conversation: nobody waits for it', async () => {
    const { outputs } = await deliveredAs({ key: 'another' });
    expect(outputs).toMatchObject([{ topic: 'fraud-agent.dead' }]);
  });

  it('says nothing about what says that something is held', async () => {
    const nervous = defineAgent({
      name: 'nervous-agent',
      publishes: [],
      on: [
        when(EventHeld, () => {
          throw new TerminalError('oh no');
        }),
      ],
    });
    const parts = testParts(nervous);
    const about = { agent: 'a', event: 'e', type: 't', code: 'c', letter: 'l' };
    await createPipeline(parts)(await recordOf(EventHeld(about)), task());
    expect(parts.decider.delivered).toMatchObject([{ outputs: [{ topic: 'nervous-agent.dead' }] }]);
  });
});

describe('an agent that parks an event', () => {
  it('says that it waits, and says it anew when it is handled and fails', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['first', 'second']);
    await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'first', 'second');
    await eventually(async () => expect(await states(messaging)).toHaveLength(2));
    failing.delete('first');
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('first'), ...warrant });
    await eventually(async () => {
      const codes = (await told(messaging)).map(({ letter, code }) => [letter, code]);
      expect(codes).toEqual([
        [idOf('first'), 'TERMINAL'],
        [idOf('second'), 'PARKED'],
        [idOf('second'), 'TERMINAL'],
      ]);
    });
    expect(new Set(messaging.records(EventHeld.type).map(({ headers }) => headers['ce_id'])).size).toBe(3);
  });
});
