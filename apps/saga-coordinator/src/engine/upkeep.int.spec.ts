import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openEngineDatabase, T0, type EngineDatabase } from './engine.fixture.ts';
import { createHousekeeping } from './upkeep.ts';

let engine: EngineDatabase;
beforeAll(async () => {
  engine = await openEngineDatabase('upkeep');
}, 60_000);
afterAll(() => engine.drop());

const fill = async (status: string, count: number, daysAgo: number, dueMs: number | null = null): Promise<void> => {
  const { db } = engine.database;
  const name = sql<string>`${`${status}-${daysAgo}-${dueMs ?? 'none'}`} || '-' || n`;
  const numbers = sql`generate_series(1, ${count}::integer) as n`;
  await sql`
    insert into sagas (saga, conversation_id, partition, version, status, facts, due_ms, created_at, changed_at)
    select 'order', ${name}, 0, '1', ${status}, 1, ${dueMs}::bigint, then_at, then_at
    from ${numbers}, lateral (select now() - make_interval(days => ${daysAgo}::integer) as then_at) as t`.execute(db);
  await sql`
    insert into saga_facts (saga, conversation_id, event_id, kind, type, appended_ms, time_ms)
    select 'order', ${name}, 'fact', 'event', 'x', 1, 1 from ${numbers}`.execute(db);
};

const counts = async () => {
  const { db } = engine.database;
  const { rows } = await sql<{ status: string; sagas: number; facts: number }>`
    select s.status, count(distinct s.conversation_id) as sagas, count(f.event_id) as facts
    from sagas s left join saga_facts f using (saga, conversation_id) group by 1 order by 1`.execute(db);
  return rows.map(({ status, sagas, facts }) => [status, sagas, facts]);
};

const DAY_MS = 86_400_000;

const store = { maintain: () => Promise.resolve() };

describe('a round of housekeeping', () => {
  it('forgets what operators asked for when what came of it is forgotten', async () => {
    const { db } = engine.database;
    const requests = [
      ['old', T0 - 34 * DAY_MS],
      ['recent', T0 - 32 * DAY_MS],
    ] as const;
    for (const [key, acceptedMs] of requests)
      await sql`
        insert into operator_requests (key, fingerprint, instances, accepted_ms)
        values (${key}, 'f', 1, ${acceptedMs})`.execute(db);
    const keys = async () => (await db.selectFrom('operator_requests').select('key').execute()).map(({ key }) => key);
    const housekeeping = createHousekeeping(db, store);
    await housekeeping.round({ nowMs: T0, keepDays: Number.POSITIVE_INFINITY });
    expect((await keys()).toSorted()).toEqual(['old', 'recent']);
    await housekeeping.round({ nowMs: T0, keepDays: 33 });
    expect(await keys()).toEqual(['recent']);
  });

  it('forgets what can neither be read again nor go on, with its facts, a piece of the table at a time', async () => {
    const { db } = engine.database;
    await fill('closed', 20_000, 40);
    await fill('completed', 3_000, 40);
    await fill('awaiting-start', 500, 40);
    await fill('awaiting-start', 7, 40, T0);
    await fill('closed', 11, 3);
    await sql`insert into saga_orphans (saga, conversation_id, partition, facts, bytes, types, since_ms, recorded_at)
      values ('order', 'old', 0, 1, 1, '{}', 1, now() - interval '40 days'), ('order', 'new', 0, 1, 1, '{}', 1, now())`.execute(
      db,
    );
    const housekeeping = createHousekeeping(db, store);
    expect(await housekeeping.round({ nowMs: T0, keepDays: Number.POSITIVE_INFINITY })).toBe(0);
    expect(await housekeeping.round({ nowMs: T0, keepDays: 33 })).toBe(500);
    expect(await counts()).toEqual([
      ['awaiting-start', 7, 7],
      ['closed', 11, 11],
      ['completed', 3_000, 3_000],
    ]);
    const left = await db
      .selectFrom('saga_facts')
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirst();
    expect(left?.count).toBe(3_018);
    expect(await db.selectFrom('saga_orphans').select('conversation_id').execute()).toEqual([
      { conversation_id: 'new' },
    ]);
  }, 60_000);
});
