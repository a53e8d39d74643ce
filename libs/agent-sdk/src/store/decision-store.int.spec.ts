import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@troupe/database';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { createDecisionStore } from './decision-store.postgres.ts';
import { DecisionLost, type DecisionStore } from './decision-store.ts';
import { keyOf, type Decision, type StoredDecision } from './decision.ts';
import {
  countersIn,
  DAY_MS,
  decisionOf,
  increment,
  NOW_MS,
  openInstance,
  outputOf,
  type CounterTables,
} from './store.fixture.ts';

jest.setTimeout(30_000);

let place: IsolatedStack;
let database: Database<CounterTables>;
let store: DecisionStore;
let specs = 0;

beforeAll(async () => {
  place = await isolated('decisions');
});
beforeEach(async () => {
  database = await openInstance(place.databaseUrl, `service_${(specs += 1)}`);
  store = createDecisionStore(database);
});
afterEach(() => database.close());
afterAll(() => place.drop());

const insert = (...decisions: readonly Decision[]): Promise<readonly StoredDecision[]> =>
  database.db.transaction().execute((tx) => store.insert(tx, decisions));
const find = (...decisions: readonly Decision[]): Promise<ReadonlyMap<string, StoredDecision>> =>
  database.db.transaction().execute((tx) => store.find(tx, decisions));
const undelivered = (limit = 100, ...partitions: readonly number[]): Promise<readonly StoredDecision[]> =>
  store.undelivered(partitions.length === 0 ? [0] : partitions, limit, () => false).then(({ decisions }) => decisions);

describe('a decision', () => {
  it('is read as it was stored, byte by byte', async () => {
    const empty = { ...outputOf('none'), value: null, headers: { text: 'snow ☃ and nul \u0000' } };
    const decision = decisionOf('e-1', { outputs: [outputOf('e-1-0'), empty], outcome: 'dead-lettered' });
    await insert(decision);
    expect((await find(decision)).get(keyOf(decision))).toEqual({ ...decision, position: 1, delivered: false });
  });

  it('can be stored whatever its ids are made of', async () => {
    const odd = decisionOf('nul \u0000 and half a pair \ud800', { conversationId: '\u0000' });
    await insert(odd);
    expect((await find(odd)).get(keyOf(odd))).toMatchObject({ outputs: odd.outputs });
    await expect(insert(odd)).rejects.toBeInstanceOf(DecisionLost);
    await store.markDelivered(await undelivered());
    expect(await undelivered()).toEqual([]);
  });

  it('is found among many, and only the one that is meant', async () => {
    const sameIdOfAnother = decisionOf('e-1', { decider: 'other-agent' });
    const anotherDay = decisionOf('e-2', { inputTimeMs: NOW_MS - 40 * DAY_MS });
    await insert(decisionOf('e-1'), sameIdOfAnother, anotherDay, decisionOf('e-3'));
    const found = await find(decisionOf('e-1'), anotherDay, decisionOf('e-4'));
    expect([...found.values()].map(({ decider, inputId }) => [decider, inputId]).toSorted()).toEqual([
      ['fraud-agent', 'e-1'],
      ['fraud-agent', 'e-2'],
    ]);
  });

  it('takes its position from the order in which it was given', async () => {
    const decisions = Array.from({ length: 40 }, (_, index) => decisionOf(`e-${index}`));
    expect((await insert(...decisions)).map(({ position }) => position)).toEqual(
      decisions.map((_, index) => index + 1),
    );
  });

  it('is delivered from the start when it has no outputs', async () => {
    const decision = decisionOf('e-1', { outputs: [] });
    expect(await insert(decision)).toMatchObject([{ delivered: true }]);
    expect((await find(decision)).get(keyOf(decision))).toMatchObject({ delivered: true });
    expect(await undelivered()).toEqual([]);
  });
});

describe('insert', () => {
  it('makes the second of two wait for the first, and rolls its state change back', async () => {
    const other = await openInstance(place.databaseUrl, database.schema);
    const decide = (instance: Database<CounterTables>, who: string, inserted: () => unknown): Promise<unknown> =>
      instance.db.transaction().execute(async (tx) => {
        await increment(tx, who);
        await store.insert(tx, [decisionOf('e-1', { outputs: [outputOf(who)] })]);
        await inserted();
      });
    const [isIn, mayCommit] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const first = decide(database, 'first', () => {
      isIn.resolve(undefined);
      return mayCommit.promise;
    });
    await isIn.promise;
    const refused = expect(decide(other, 'second', () => undefined)).rejects.toBeInstanceOf(DecisionLost);
    const waiting = sql`select 1 from pg_locks where locktype = 'transactionid' and not granted`;
    await eventually(async () => expect((await waiting.execute(database.db)).rows).toHaveLength(1));
    mayCommit.resolve(undefined);
    await Promise.all([first, refused]);
    await other.close();
    expect(await countersIn(database)).toEqual({ first: 1 });
    expect((await find(decisionOf('e-1'))).get(keyOf(decisionOf('e-1')))?.outputs[0]?.id).toBe('first');
  });

  it('names what was lost and stores none of the rest', async () => {
    await insert(decisionOf('e-1'));
    const lost: unknown = await insert(decisionOf('e-0'), decisionOf('e-1'), decisionOf('e-2')).catch(
      (error: unknown) => error,
    );
    expect(lost).toMatchObject({ lost: new Set([keyOf(decisionOf('e-1'))]) });
    expect([...(await find(decisionOf('e-0'), decisionOf('e-2'))).keys()]).toEqual([]);
  });
});

describe('undelivered', () => {
  it('gives the oldest of each partition, up to the limit, until they are marked', async () => {
    await insert(...[0, 1, 0, 1, 0, 2].map((partition, index) => decisionOf(`e-${index}`, { partition })));
    const page = await store.undelivered([0, 1], 2, () => false);
    expect(page.more).toBe(true);
    expect(page.decisions.map(({ inputId }) => inputId)).toEqual(['e-0', 'e-1', 'e-2', 'e-3']);
    await store.markDelivered(page.decisions);
    const rest = await store.undelivered([0, 1], 2, () => false);
    expect(rest).toMatchObject({ more: false, decisions: [{ inputId: 'e-4' }] });
    expect(await undelivered(10, 2)).toHaveLength(1);
  });

  it('leaves out what the caller knows, and says all the same that there is more', async () => {
    await insert(decisionOf('e-0'), decisionOf('e-1'), decisionOf('e-2'));
    const page = await store.undelivered([0], 2, (position) => position === 1);
    expect(page).toMatchObject({ more: true, decisions: [{ inputId: 'e-1' }] });
  });

  it('survives the instance that decided', async () => {
    await insert(decisionOf('e-0'));
    await database.close();
    database = await openInstance(place.databaseUrl, database.schema);
    store = createDecisionStore(database);
    expect(await undelivered()).toMatchObject([{ inputId: 'e-0', outputs: [outputOf('e-0-0')] }]);
  });

  it('finds what was decided about inputs of any day', async () => {
    const days = [-400, -31, -1, 0, 1, 400];
    await insert(...days.map((day) => decisionOf(`day${day}`, { inputTimeMs: NOW_MS + day * DAY_MS })));
    expect((await undelivered()).map(({ inputId }) => inputId)).toEqual(days.map((day) => `day${day}`));
  });
});

describe('upkeep', () => {
  const partitions = async (): Promise<readonly string[]> => {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'decisions'::regclass`.execute(
      database.db,
    );
    return rows.map(({ name }) => name).toSorted();
  };
  const age = async (days: number): Promise<void> =>
    void (await sql`update decisions set decided_at = to_timestamp(${(NOW_MS - days * DAY_MS) / 1_000}::double precision)`.execute(
      database.db,
    ));
  const maintain = (afterDays = 0): Promise<void> =>
    store.maintain({ nowMs: NOW_MS + afterDays * DAY_MS, keepDays: 31 });

  it('makes room for the days around now, however many instances begin at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => maintain()));
    expect(await partitions()).toEqual([
      'decisions_2026_11_19',
      'decisions_2026_11_20',
      'decisions_2026_11_21',
      'decisions_2026_11_22',
      'decisions_2026_11_23',
      'decisions_2026_11_24',
      'decisions_default',
    ]);
  });

  it('leaves a day where it is that the default partition has begun', async () => {
    await insert(decisionOf('e-0'));
    await maintain();
    expect(await partitions()).not.toContain('decisions_2026_11_21');
    await expect(insert(decisionOf('e-0'))).rejects.toBeInstanceOf(DecisionLost);
  });

  it('forgets a day that is over, once all of it is delivered', async () => {
    await maintain();
    await insert(decisionOf('e-0'));
    await maintain(33);
    expect(await partitions()).toContain('decisions_2026_11_21');
    await store.markDelivered(await undelivered());
    await maintain(33);
    // Decided by the database's clock, which is today whatever day the input is of.
    await age(0);
    await maintain(33);
    expect(await partitions()).not.toContain('decisions_2026_11_21');
  });

  it('keeps a decision that was taken late about an old input', async () => {
    await maintain();
    await insert(decisionOf('e-0', { outputs: [] }));
    await age(-20);
    await maintain(40);
    expect([...(await find(decisionOf('e-0'))).keys()]).toHaveLength(1);
    await maintain(60);
    expect([...(await find(decisionOf('e-0'))).keys()]).toHaveLength(0);
  });

  it('forgets nothing where events can be read again for ever', async () => {
    await maintain();
    await insert(decisionOf('e-0', { outputs: [] }));
    await age(4_000);
    await store.maintain({ nowMs: NOW_MS, keepDays: Number.POSITIVE_INFINITY });
    expect([...(await find(decisionOf('e-0'))).keys()]).toHaveLength(1);
  });

  it('forgets in the default partition too', async () => {
    await insert(decisionOf('waits'), decisionOf('done', { outputs: [] }));
    await age(40);
    await maintain();
    expect([...(await find(decisionOf('waits'), decisionOf('done'))).keys()]).toEqual([keyOf(decisionOf('waits'))]);
  });
});
