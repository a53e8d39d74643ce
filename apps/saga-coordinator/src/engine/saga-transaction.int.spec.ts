import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SagaInstructed, sagaDecisionId, type SagaInstructedInput } from '@troupe/contracts';
import { fromHeaders } from '@troupe/messaging';
import { createMetrics } from '@troupe/observability';
import fc from 'fast-check';
import { booked, cancelled, flagged, placed, released, reserved, unbooked, verified } from '../orders.fixture.ts';
import type { Arrival } from './arrival.ts';
import { commitBatch } from './commit-batch.ts';
import { arrivalOf, openEngineDatabase, T0, type EngineDatabase } from './engine.fixture.ts';
import { commitArrivals } from './saga-transaction.ts';

let engine: EngineDatabase;
beforeAll(async () => {
  engine = await openEngineDatabase('saga-transaction');
}, 60_000);
afterAll(() => engine.drop());

let conversations = 0;
const newConversation = (): string => `conversation-${(conversations += 1)}`;

const commit = async (...arrivals: readonly Arrival[]) => {
  const outcomes = await commitBatch(arrivals, engine.parts());
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw outcome.error;
    return outcome.result;
  });
};

const sagaOf = (id: string) =>
  engine.database.db.selectFrom('sagas').selectAll().where('conversation_id', '=', id).executeTakeFirstOrThrow();
const timerOf = (id: string) =>
  engine.database.db.selectFrom('saga_timers').selectAll().where('conversation_id', '=', id).executeTakeFirst();
const topicsOf = async (id: string): Promise<readonly string[]> => {
  const { decisions } = await engine.store.undelivered([0, 1, 2, 3, 4, 5], 10_000, () => false);
  return decisions
    .filter(({ conversationId }) => conversationId === id)
    .flatMap(({ outputs }) => outputs.map(({ topic }) => topic));
};

describe('a batch', () => {
  it('stores facts, instance, timer, result and decision together', async () => {
    const id = newConversation();
    await commit(arrivalOf(id, placed), arrivalOf(id, verified, 1), arrivalOf(id, reserved, 2));
    expect(await sagaOf(id)).toMatchObject({ status: 'running', version: '1', facts: 3, due_ms: T0 + 30_000 });
    expect(await timerOf(id)).toMatchObject({ due_ms: T0 + 30_000 });
    const [settled] = await commit(arrivalOf(id, booked, 7));
    expect(settled?.decisions[0]?.outputs[0]).toMatchObject({ id: sagaDecisionId('order', id, 'completed'), key: id });
    expect(fromHeaders(settled?.decisions[0]?.outputs[0]?.headers ?? {})).toMatchObject({ lamport: 8, hops: 63 });
    expect(await sagaOf(id)).toMatchObject({ status: 'completed', outcome: 'completed', facts: 4, due_ms: null });
    expect(await timerOf(id)).toBeUndefined();
  });

  it('of facts that are known changes nothing', async () => {
    const id = newConversation();
    const facts = [arrivalOf(id, placed), arrivalOf(id, flagged, 1)];
    await commit(...facts);
    const before = await sagaOf(id);
    expect((await commit(...facts, ...facts)).flatMap(({ decisions }) => decisions)).toEqual([]);
    expect(await sagaOf(id)).toEqual(before);
  });

  it('takes its decisions in order when several are due at once', async () => {
    const id = newConversation();
    await commit(arrivalOf(id, placed), arrivalOf(id, flagged), arrivalOf(id, released), arrivalOf(id, unbooked));
    expect(await topicsOf(id)).toEqual(['order.rejected', 'order.closed']);
    expect((await sagaOf(id)).decisions).toMatchObject([{ decision: 'rejected' }, { decision: 'closed' }]);
  });

  it('brings along what its saga decided before, since a commit can go through without anybody hearing of it', async () => {
    const id = newConversation();
    await commit(arrivalOf(id, placed), arrivalOf(id, flagged), arrivalOf(id, unbooked));
    const settled = await commit(arrivalOf(id, released));
    const said = settled.flatMap(({ decisions }) => decisions);
    expect(said.flatMap(({ outputs }) => outputs.map(({ topic }) => topic))).toEqual([
      'order.rejected',
      'order.closed',
    ]);
    await engine.store.markDelivered(said);
    expect((await commit(arrivalOf(id, verified)))[0]?.decisions).toEqual([]);
  });

  it('says which facts were early and which were known', async () => {
    const id = newConversation();
    const [answer, order] = [arrivalOf(id, verified), arrivalOf(id, placed)];
    expect(await commit(answer)).toMatchObject([{ fate: 'early' }]);
    expect(await commit(answer)).toMatchObject([{ fate: 'repeated', dueMs: undefined }]);
    expect(await commit(order)).toMatchObject([{ fate: 'folded', dueMs: T0 + 30_000 }]);
  });

  it('refuses more events than any saga waits for', async () => {
    const id = newConversation();
    const flood = Array.from({ length: 999 }, (_, nth) => arrivalOf(id, verified, 1, `${id} ${nth}`));
    await commit(arrivalOf(id, placed), ...flood);
    await expect(commit(arrivalOf(id, booked))).rejects.toMatchObject({ code: 'TERMINAL' });
    expect(await sagaOf(id)).toMatchObject({ status: 'running', facts: 1_000 });
  });

  it('keeps text that Postgres cannot', async () => {
    const id = newConversation();
    const strange = { ...placed, data: { ...placed.data, customerId: 'a\u0000b\\u0000' } };
    await commit(arrivalOf(id, strange), arrivalOf(id, flagged, 1));
    expect(await sagaOf(id)).toMatchObject({ status: 'rolling-back' });
  });
});

describe('a deadline that has passed in log time', () => {
  const due = (id: string, untilMs: number): Arrival => ({
    kind: 'due',
    saga: 'order',
    conversationId: id,
    partition: 0,
    untilMs,
  });

  it('rejects the saga once, naming every step that was due', async () => {
    const id = newConversation();
    await commit(arrivalOf(id, placed), arrivalOf(id, verified, 1));
    await commit(due(id, T0 + 30_000));
    await commit(due(id, T0 + 30_001));
    expect(await sagaOf(id)).toMatchObject({ status: 'rolling-back', facts: 4, due_ms: null });
    expect(await topicsOf(id)).toEqual(['order.rejected']);
    expect(await timerOf(id)).toBeUndefined();
  });

  it('does nothing before its time, and nothing to a saga that is over', async () => {
    const [early, over] = [newConversation(), newConversation()];
    await commit(arrivalOf(early, placed), due(early, T0 + 29_999));
    expect(await timerOf(early)).toMatchObject({ due_ms: T0 + 30_000 });
    await commit(...[placed, verified, reserved, booked].map((draft) => arrivalOf(over, draft)));
    await commit(due(over, T0 + 90_000));
    expect(await sagaOf(over)).toMatchObject({ status: 'completed', facts: 4 });
  });

  it('makes what is appended after it late, which is counted by what is done about it', async () => {
    const [id, metrics] = [newConversation(), createMetrics('spec')];
    await commit(arrivalOf(id, placed), arrivalOf(id, verified), arrivalOf(id, reserved));
    await commit(due(id, T0 + 31_000));
    await commitBatch([arrivalOf(id, booked, 30_001)], { ...engine.parts(), metrics });
    const { values } = await metrics.sagaLateCompletions.get();
    expect(values).toEqual([{ labels: { saga: 'order', policy: 'ignore' }, value: 1 }]);
    expect(await topicsOf(id)).toEqual(['order.rejected']);
  });

  it('is kept by an answer of the same batch that was appended in time', async () => {
    const id = newConversation();
    await commit(arrivalOf(id, placed), arrivalOf(id, verified), arrivalOf(id, reserved));
    await commit(due(id, T0 + 31_000), arrivalOf(id, booked, 30_000));
    expect(await sagaOf(id)).toMatchObject({ status: 'completed' });
  });
});

describe('a resolution', () => {
  it('is counted once by what it is, with how long it took since the log had the start', async () => {
    const [id, metrics] = [newConversation(), createMetrics('spec')];
    const parts = { ...engine.parts(), clock: () => T0 + 1_500, metrics };
    const arrivals = [placed, verified, reserved, booked].map((draft) => arrivalOf(id, draft));
    for (const batch of [arrivals.slice(0, 2), arrivals, arrivals]) await commitBatch(batch, parts);
    const { values } = await metrics.sagaResolutionSeconds.get();
    const found = values.filter(({ metricName }) => /_(sum|count)$/.test(metricName ?? ''));
    const labels = { saga: 'order', outcome: 'completed' };
    expect(found).toMatchObject([
      { metricName: 'troupe_saga_resolution_seconds_sum', labels, value: 1.5 },
      { metricName: 'troupe_saga_resolution_seconds_count', labels, value: 1 },
    ]);
  });
});

describe('an instruction', () => {
  const instructed = (action: SagaInstructedInput['action']) =>
    SagaInstructed({ saga: 'order', action, reason: 'a spec', by: 'ada' });

  it('is counted by what it wanted and whether it was applied, once', async () => {
    const [id, metrics] = [newConversation(), createMetrics('spec')];
    const said = [
      arrivalOf(id, instructed('pause'), 10, 'first'),
      arrivalOf(id, instructed('pause'), 20, 'second'),
      arrivalOf(id, instructed('cancel'), 30, 'third'),
    ];
    for (const arrivals of [[arrivalOf(id, placed)], said, said])
      await commitBatch(arrivals, { ...engine.parts(), metrics });
    const { values } = await metrics.sagaInstructions.get();
    expect(values).toEqual([
      { labels: { saga: 'order', action: 'pause', outcome: 'applied' }, value: 1 },
      { labels: { saga: 'order', action: 'pause', outcome: 'refused' }, value: 1 },
      { labels: { saga: 'order', action: 'cancel', outcome: 'applied' }, value: 1 },
    ]);
  });
});

describe('coordinators at the same time', () => {
  it('come to one state and one set of decisions from the same facts in any order and batches', async () => {
    const drafts = [placed, verified, reserved, booked, cancelled, released, unbooked];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.shuffledSubarray(drafts, { minLength: 7, maxLength: 7 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 7 }),
        async (orders, size) => {
          const ids = [newConversation(), newConversation()];
          const reads = orders.map(async (order) => {
            const arrivals = order.flatMap((draft) => ids.map((id) => arrivalOf(id, draft, drafts.indexOf(draft))));
            for (let from = 0; from < arrivals.length; from += size) await commit(...arrivals.slice(from, from + size));
          });
          await Promise.all(reads);
          for (const id of ids) {
            expect(await sagaOf(id)).toMatchObject({ status: 'closed', outcome: 'cancelled', facts: 7, due_ms: null });
            const sent = await topicsOf(id);
            expect(sent.filter((topic) => topic !== 'order.confirmed')).toEqual(['order.closed']);
            expect(sent.length).toBeLessThanOrEqual(2);
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('a transaction that fails', () => {
  it('leaves nothing behind, and the next attempt does all of it', async () => {
    const id = newConversation();
    const arrivals = [arrivalOf(id, placed), arrivalOf(id, flagged)];
    const parts = engine.parts();
    const full = { ...parts.store, insert: () => Promise.reject(new Error('disk full')) };
    await expect(commitArrivals(arrivals, { ...parts, store: full })).rejects.toThrow('disk full');
    await expect(sagaOf(id)).rejects.toThrow();
    await commit(...arrivals);
    expect(await topicsOf(id)).toEqual(['order.rejected']);
  });
});
