import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS } from '@troupe/agent-sdk';
import { OrderClosed } from '@troupe/contracts';
import { createMetrics } from '@troupe/observability';
import { defineSaga } from '@troupe/saga';
import { eventually } from '@troupe/testing';
import { placed, reserved, verified } from '../orders.fixture.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import type { Arrival } from './arrival.ts';
import { commitBatch } from './commit-batch.ts';
import { openCoordinators, recorder } from './coordinators.fixture.ts';
import { arrivalOf, openEngineDatabase, recordOf, T0, task, type EngineDatabase } from './engine.fixture.ts';

const DAY_MS = 86_400_000;

let engine: EngineDatabase;
const { start, close } = openCoordinators(() => engine);
beforeAll(async () => {
  engine = await openEngineDatabase('early-facts');
}, 60_000);
afterEach(() => close());
afterAll(() => engine.drop());

const closing = () => OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: false });

/** A second saga over the events of the first; it keeps one event before it begins. */
const screening = defineSaga({
  name: 'screening',
  startedBy: placed.definition,
  early: { events: 1 },
  steps: { verify: { completedBy: verified.definition, within: '30s' } },
  publishes: [OrderClosed],
  onCompleted: closing,
  onRejected: closing,
  onClosed: closing,
});

const small = (early: { readonly events?: number; readonly bytes?: number }) => {
  const order = orderSaga({ answerWithin: '30s' });
  return { ...order, early: { ...order.early, ...early } };
};

const rowOf = (id: string, saga = 'order') =>
  engine.database.db
    .selectFrom('sagas')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('saga', '=', saga)
    .executeTakeFirstOrThrow();
const factsOf = async (id: string): Promise<readonly string[]> => {
  const { db } = engine.database;
  const rows = await db.selectFrom('saga_facts').select('event_id').where('conversation_id', '=', id).execute();
  return rows.map((row) => row.event_id).toSorted();
};
const orphanOf = (id: string) =>
  engine.database.db.selectFrom('saga_orphans').selectAll().where('conversation_id', '=', id).executeTakeFirst();

const due = (id: string, untilMs: number): Arrival => ({
  kind: 'due',
  saga: 'order',
  conversationId: id,
  partition: 0,
  untilMs,
});

describe('completions that come before their start', () => {
  it('are kept up to the declared number, the start being taken in any case', async () => {
    const [id, parts] = ['many', engine.parts([small({ events: 2 })])];
    const answers = [0, 1, 2].map((nth) => arrivalOf(id, verified, nth, `answer-${nth}`));
    const outcomes = await commitBatch(answers, parts);
    expect(outcomes).toMatchObject([
      { result: { fate: 'early', refusals: [] } },
      { result: { fate: 'early', refusals: [] } },
      { result: { refusals: [{ code: 'EARLY_LIMIT_REACHED' }] } },
    ]);
    expect(await factsOf(id)).toEqual(['answer-0', 'answer-1']);
    expect(await commitBatch(answers.slice(0, 1), parts)).toMatchObject([{ result: { fate: 'repeated' } }]);
    await commitBatch([arrivalOf(id, placed, 9), answers[2]!], parts);
    expect(await rowOf(id)).toMatchObject({ status: 'running', facts: 4 });
  });

  it('are kept up to the declared bytes', async () => {
    const [id, parts] = ['large', engine.parts([small({ bytes: 150 })])];
    const outcomes = await commitBatch(
      [arrivalOf(id, verified), arrivalOf(id, reserved), arrivalOf(id, placed)],
      parts,
    );
    expect(outcomes.flatMap((each) => (each.ok ? each.result.refusals : []))).toEqual([]);
    const late = await commitBatch([arrivalOf('larger', verified), arrivalOf('larger', placed, 1)].slice(0, 1), parts);
    expect(late).toMatchObject([{ result: { fate: 'early', refusals: [] } }]);
    const more = await commitBatch(
      [1, 2].map((nth) => arrivalOf('larger', verified, nth, `large-${nth}`)),
      parts,
    );
    expect(more).toMatchObject([
      { result: { refusals: [] } },
      { result: { refusals: [{ code: 'EARLY_LIMIT_REACHED' }] } },
    ]);
  });

  it('above the limit of one saga are dead letters, while another saga keeps them', async () => {
    const { publish, records } = recorder();
    const metrics = createMetrics('spec');
    const coordinator = start({ publish, metrics, definitions: [orderSaga({ answerWithin: '30s' }), screening] });
    const [first, second] = [await recordOf('shared', verified), await recordOf('shared', verified, 1n)];
    const headers = { ...second.headers, ce_id: 'second' };
    await coordinator.handle(first, task());
    await coordinator.handle({ ...second, headers }, task());
    expect(records).toMatchObject([
      {
        topic: 'saga-coordinator.dead',
        value: second.value,
        headers: { [DEAD_LETTER_HEADERS.code]: 'EARLY_LIMIT_REACHED' },
      },
    ]);
    expect([(await rowOf('shared')).facts, (await rowOf('shared', 'screening')).facts]).toEqual([2, 1]);
    await coordinator.handle(await recordOf('shared', placed), task());
    const { values } = await metrics.sagaEarlyFacts.get();
    const counted = values
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => [labels.saga, labels.fate, value]);
    expect(counted.toSorted()).toEqual([
      ['order', 'begun', 2],
      ['order', 'kept', 2],
      ['screening', 'begun', 1],
      ['screening', 'kept', 1],
      ['screening', 'refused', 1],
    ]);
  });
});

describe('one event', () => {
  it('feeds every saga that waits for it, each of which concludes for itself', async () => {
    const { publish, of } = recorder();
    const coordinator = start({ publish, definitions: [orderSaga({ answerWithin: '30s' }), screening] });
    await coordinator.handle(await recordOf('twice', placed), task());
    await coordinator.handle(await recordOf('twice', verified), task());
    await eventually(() => expect(of('twice')).toEqual(['order.closed']));
    expect(await rowOf('twice', 'screening')).toMatchObject({ status: 'completed', facts: 2 });
    expect(await rowOf('twice')).toMatchObject({ status: 'running', facts: 2 });
  });
});

describe('facts whose start does not come in time', () => {
  it('are recorded as orphaned once that has passed in log time, and kept', async () => {
    const [id, parts] = ['orphan', engine.parts()];
    const [early] = await commitBatch([arrivalOf(id, verified, 5), arrivalOf(id, reserved, 7)], parts);
    expect(early).toMatchObject({ result: { dueMs: T0 + 5 + DAY_MS } });
    expect(await commitBatch([due(id, T0 + 4 + DAY_MS)], parts)).toMatchObject([{ result: { fate: 'early' } }]);
    expect(await orphanOf(id)).toBeUndefined();
    expect(await commitBatch([due(id, T0 + 5 + DAY_MS)], parts)).toMatchObject([{ result: { fate: 'orphaned' } }]);
    const types = ['items.reserved', 'order.verified'];
    expect(await orphanOf(id)).toMatchObject({ saga: 'order', facts: 2, types, since_ms: T0 + 5, begun_at: null });
    expect(await rowOf(id)).toMatchObject({ status: 'awaiting-start', orphaned: true, due_ms: null, facts: 2 });
  });

  it('are what the saga begins with when it comes after all, which the record says', async () => {
    const [id, parts] = ['adopted', engine.parts()];
    await commitBatch([arrivalOf(id, verified)], parts);
    await commitBatch([due(id, T0 + DAY_MS)], parts);
    await commitBatch([arrivalOf(id, reserved)], parts);
    expect(await orphanOf(id)).toMatchObject({ facts: 2, begun_at: null });
    await commitBatch([arrivalOf(id, placed)], parts);
    expect(await rowOf(id)).toMatchObject({ status: 'running', orphaned: false, facts: 3, due_ms: T0 + 30_000 });
    expect(await orphanOf(id)).toMatchObject({ facts: 2, begun_at: expect.any(Date) });
  });

  it('are found by the watch of timers, which waits for a start that is in the log', async () => {
    const caughtUp = Promise.withResolvers<boolean>();
    const asked: number[] = [];
    const metrics = createMetrics('spec');
    const coordinator = start({
      metrics,
      caughtUp: (partition) => {
        asked.push(partition);
        return caughtUp.promise;
      },
    });
    const [lost, found] = [await recordOf('lost', verified), await recordOf('found', verified)];
    for (const record of [lost, found])
      await coordinator.handle({ ...record, appendedMs: Date.now() - DAY_MS }, task());
    await eventually(() => expect(asked).toEqual(expect.arrayContaining([lost.partition, found.partition])));
    await coordinator.handle(await recordOf('found', placed), task());
    caughtUp.resolve(true);
    await eventually(async () => expect(await orphanOf('lost')).toMatchObject({ facts: 1 }));
    expect(await orphanOf('found')).toBeUndefined();
    const { values } = await metrics.sagaEarlyFacts.get();
    expect(values.find(({ labels }) => labels.fate === 'orphaned')?.value).toBeGreaterThanOrEqual(1);
  });
});
