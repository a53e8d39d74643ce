import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openEngineDatabase, T0, type EngineDatabase } from '../engine/engine.fixture.ts';
import { readPageRequest } from './filter.ts';
import { listSagas, type SagaSummary } from './list-sagas.ts';

const ROWS = 20_000;
let engine: EngineDatabase;

beforeAll(async () => {
  engine = await openEngineDatabase('list-sagas');
  await sql`
    insert into sagas (saga, conversation_id, partition, version, status, started_ms, business_key, open_steps)
    select case n % 10 when 0 then 'return' else 'order' end, 'c-' || n, 0, '1',
      (array['running', 'completed', 'closed'])[n % 3 + 1], ${T0}::bigint + n / 2, 'customer-' || n % 500,
      case when n % 3 = 0 then array['verify'] || case n % 1000 when 0 then array['ship'] else '{}'::text[] end
        else '{}'::text[] end
    from generate_series(1, ${ROWS}) as n`.execute(engine.database.db);
  await sql`analyze sagas`.execute(engine.database.db);
}, 60_000);

afterAll(() => engine.drop());

const allOf = async (query: Readonly<Record<string, unknown>>, limit = 500): Promise<readonly SagaSummary[]> => {
  const found: SagaSummary[] = [];
  for (let request = readPageRequest({ ...query, limit }); ;) {
    const { sagas, next } = await listSagas(engine.database.db, request, T0 + ROWS);
    found.push(...sagas);
    if (next === undefined) return found;
    request = { ...request, after: next };
  }
};

const numbersOf = (sagas: readonly SagaSummary[]): readonly number[] =>
  sagas.map(({ conversation }) => Number(conversation.slice(2))).toSorted((one, other) => one - other);

const numbersThat = (fit: (n: number) => boolean): readonly number[] =>
  Array.from({ length: ROWS }, (_, nth) => nth + 1).filter(fit);

const AGE = (n: number): number => ROWS - Math.floor(n / 2);

const FILTERS: readonly (readonly [string, Readonly<Record<string, unknown>>, (n: number) => boolean])[] = [
  ['all', {}, () => true],
  ['a status', { status: 'running' }, (n) => n % 3 === 0],
  ['a saga and a status', { saga: 'return', status: 'closed' }, (n) => n % 10 === 0 && n % 3 === 2],
  ['an open step', { step: 'ship' }, (n) => n % 3 === 0 && n % 1_000 === 0],
  ['a business key', { key: 'customer-7' }, (n) => n % 500 === 7],
  ['a key and a status', { key: 'customer-7', status: 'completed' }, (n) => n % 500 === 7 && n % 3 === 1],
  ['a conversation', { conversation: 'c-77' }, (n) => n === 77],
  ['age', { olderThan: '15s', youngerThan: '16s' }, (n) => AGE(n) >= 15_000 && AGE(n) <= 16_000],
  ['a saga that is not there', { saga: 'nobody' }, () => false],
];

describe('a list of sagas', () => {
  it.each(FILTERS)('by %s has each that fits once, however it is paged', async (_, query, fits) => {
    expect(numbersOf(await allOf(query))).toEqual(numbersThat(fits));
  });

  it.each(['oldest', 'newest'] as const)('goes on where the page before ended, the %s first', async (order) => {
    const found = await allOf({ key: 'customer-7', order }, 3);
    const started = found.map(({ startedMs }) => startedMs);
    const ascending = started.toSorted((one, other) => one - other);
    expect(started).toEqual(order === 'oldest' ? ascending : ascending.toReversed());
    expect(found).toHaveLength(ROWS / 500);
  });

  it('has what an operator asks for', async () => {
    expect(await allOf({ conversation: 'c-3000' })).toMatchObject([
      { saga: 'return', status: 'running', key: 'customer-0', openSteps: ['verify', 'ship'], startedMs: T0 + 1_500 },
    ]);
  });

  it.each(FILTERS)('by %s reads no table from end to end', async (_, query) => {
    const scans = await engine.database.db.transaction().execute(async (db) => {
      await listSagas(db, readPageRequest(query), T0 + ROWS);
      // What this transaction did: what others did before may be counted late.
      const { rows } = await sql<{ seq_scan: number; idx_scan: number }>`
        select seq_scan::int, idx_scan::int from pg_stat_xact_user_tables
        where relname = 'sagas' and schemaname = current_schema()`.execute(db);
      return rows[0];
    });
    expect(scans?.seq_scan).toBe(0);
    expect(scans?.idx_scan).toBeGreaterThan(0);
  });

  it('takes what is asked for as data, whatever it looks like', async () => {
    const evil = "x'; drop table sagas; --";
    expect(await allOf({ saga: evil, key: evil, step: evil })).toEqual([]);
    expect(await allOf({ conversation: evil })).toEqual([]);
    expect((await listSagas(engine.database.db, readPageRequest({}), T0)).sagas).toHaveLength(50);
  });
});
