import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { PARTITIONS } from './coordinators.fixture.ts';
import { dueTimers } from './due-timers.ts';
import { openEngineDatabase, type EngineDatabase } from './engine.fixture.ts';

let engine: EngineDatabase;
beforeAll(async () => {
  engine = await openEngineDatabase('due-timers');
}, 60_000);
afterAll(() => engine.drop());

describe('due timers among a hundred thousand that are open', () => {
  it('are read by index', async () => {
    const { db } = engine.database;
    await sql`
      insert into saga_timers (saga, conversation_id, partition, due_ms)
      select 'order', 'open-' || n, n % 6, (extract(epoch from now()) * 1000)::bigint + 3600000 + n
      from generate_series(1, 100000) as n`.execute(db);
    await sql`analyze saga_timers`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${dueTimers(PARTITIONS)}`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan.match(/Index Scan using saga_timers_by_due/g)).toHaveLength(2);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  }, 60_000);
});
