import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { placed, flagged, verified, reserved, booked } from '../orders.fixture.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import { commitApart } from './commit-apart.ts';
import { commitBatch } from './commit-batch.ts';
import { openCoordinators, recorder } from './coordinators.fixture.ts';
import { arrivalOf, openEngineDatabase, recordOf, T0, task, type EngineDatabase } from './engine.fixture.ts';
import { commitArrivals } from './saga-transaction.ts';

let engine: EngineDatabase;
const { start, close } = openCoordinators(() => engine);
beforeAll(async () => {
  engine = await openEngineDatabase('commit-apart');
}, 60_000);
afterEach(() => close());
afterAll(() => engine.drop());

const statusOf = async (id: string): Promise<string | undefined> => {
  const { db } = engine.database;
  const row = await db.selectFrom('sagas').select('status').where('conversation_id', '=', id).executeTakeFirst();
  return row?.status;
};

/** The main database refuses the row that this order is packaged into. */
const poison = { ...placed, data: { ...placed.data, currency: null } };
const failing = () => ({
  ...orderSaga({ answerWithin: '30s' }),
  onRejected: () => {
    throw new Error('cannot conclude this');
  },
});

const namesOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => `${prefix}-${String(nth).padStart(3, '0')}`);

describe('a poison fact', () => {
  it('that the database refuses is taken out of its batch, of which the rest needs one commit', async () => {
    const ids = namesOf('refused', 64);
    const bad = new Set([ids[0]!, ids[31]!, ids[63]!]);
    const orders = ids.map((id) => arrivalOf(id, bad.has(id) ? poison : placed));
    await commitBatch(orders, engine.parts());
    const answers = ids.map((id) => arrivalOf(id, flagged, 1));
    let outcomes: Awaited<ReturnType<typeof commitBatch>> = [];
    const commits = await engine.commitsOf(async () => {
      outcomes = await commitBatch(answers, engine.parts());
    });
    expect(commits).toBe(1);
    expect(outcomes.map(({ ok }) => ok)).toEqual(ids.map((id) => !bad.has(id)));
    for (const id of ids) expect(await statusOf(id)).toBe(bad.has(id) ? 'running' : 'rolling-back');
  });

  it('that a definition fails on takes no other event of its conversation along, and leaves no empty instance', async () => {
    const parts = engine.parts([failing()]);
    const arrivals = [
      arrivalOf('mixed', placed),
      arrivalOf('mixed', verified, 1),
      arrivalOf('mixed', flagged, 0),
      arrivalOf('only', verified),
    ];
    const outcomes = await commitBatch(arrivals, parts);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true]);
    expect(await statusOf('mixed')).toBe('running');
    const { db } = engine.database;
    const whole = arrivalOf('gone', placed);
    const never = { ...whole, fact: { ...whole.fact, type: 'order.flagged', id: 'gone never' } };
    const broken = { ...parts, sagas: { ...parts.sagas, saveAdvances: () => Promise.reject(new Error('never')) } };
    expect(await commitBatch([whole, never], broken)).toMatchObject([{ ok: false }, { ok: false }]);
    expect(await statusOf('gone')).toBeUndefined();
    const kept = await db.selectFrom('saga_facts').select('event_id').where('conversation_id', '=', 'gone').execute();
    expect(kept).toEqual([]);
  });
});

describe('a timer of a saga that nobody knows any more', () => {
  it('takes nothing else of its batch along', async () => {
    const lost = { kind: 'due', saga: 'forgotten', conversationId: 'lost', partition: 0, untilMs: T0 } as const;
    const outcomes = await commitBatch([arrivalOf('beside', placed), lost], engine.parts());
    expect(outcomes).toMatchObject([{ ok: true }, { ok: false, error: { code: 'DEFINITION_INVALID' } }]);
    expect([await statusOf('beside'), await statusOf('lost')]).toEqual(['running', undefined]);
  });
});

describe('writers that move the same instances in opposite orders', () => {
  it('do not deadlock, whole or apart', async () => {
    const ids = namesOf('crossing', 40);
    await commitArrivals(
      ids.map((id) => arrivalOf(id, placed)),
      engine.parts(),
    );
    for (let round = 0; round < 15; round += 1) {
      const answers = ids.map((id) => arrivalOf(id, verified, 1, `${id} ${round}`));
      const others = ids.map((id) => arrivalOf(id, reserved, 1, `${id} reserved ${round}`)).toReversed();
      const commit = round % 3 === 2 ? commitApart : commitArrivals;
      await Promise.all([commit(answers, engine.parts()), commitArrivals(others, engine.parts())]);
    }
    for (const id of ids) {
      const { db } = engine.database;
      const row = await db.selectFrom('sagas').select('facts').where('conversation_id', '=', id).executeTakeFirst();
      expect(row?.facts).toBe(31);
    }
  });
});

describe('a coordinator with completions waiting', () => {
  it('folds a thousand of them with few commits', async () => {
    const { publish, records } = recorder();
    const coordinator = start({ publish });
    const ids = namesOf('waiting', 250);
    const facts = await Promise.all(
      [placed, verified, reserved, booked].flatMap((draft) => ids.map((id) => recordOf(id, draft))),
    );
    const commits = await engine.commitsOf(() =>
      Promise.all(facts.map((record) => coordinator.handle(record, task()))),
    );
    const own = records.filter(({ key }) => key.startsWith('waiting-'));
    expect(own.map(({ topic }) => topic)).toEqual(ids.map(() => 'order.confirmed'));
    // Two lanes of at most 256, and what came first went alone.
    expect(commits).toBeLessThanOrEqual(20);
  });
});

describe('two coordinators that are given the same records', () => {
  it('take each decision once: the lock guards where ownership does not', async () => {
    const [one, other] = [recorder(), recorder()];
    const coordinators = [start(one), start(other)];
    const ids = namesOf('owned-twice', 40);
    const facts = await Promise.all(
      ids.flatMap((id) => [placed, verified, reserved, booked].map((draft) => recordOf(id, draft))),
    );
    await Promise.all([
      ...facts.map((record) => coordinators[0]!.handle(record, task())),
      ...facts.toReversed().map((record) => coordinators[1]!.handle(record, task())),
    ]);
    const { db } = engine.database;
    const rows = await db.selectFrom('sagas').selectAll().where('conversation_id', 'like', 'owned-twice-%').execute();
    expect(rows.map(({ facts: count, decisions }) => [count, decisions.map(({ decision }) => decision)])).toEqual(
      ids.map(() => [4, ['completed']]),
    );
    const sent = [...one.records, ...other.records];
    expect(new Set(sent.map(({ headers }) => headers['ce_id'])).size).toBe(ids.length);
    const bytesById = Map.groupBy(sent, ({ headers }) => headers['ce_id']);
    for (const copies of bytesById.values())
      expect(new Set(copies.map(({ value }) => value?.toString('hex'))).size).toBe(1);
  });
});
