import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openEngineDatabase, type EngineDatabase } from '../engine/engine.fixture.ts';
import { readMargin, setMargin } from './margin.ts';

let engine: EngineDatabase;
beforeAll(async () => {
  engine = await openEngineDatabase('margin');
}, 60_000);
beforeEach(() => sql`truncate participant_margins`.execute(engine.database.db));
afterAll(() => engine.drop());

const margin = () => readMargin(engine.database.db);
const set = (ms: number) => setMargin(engine.database.db, ms);
/** As if everything had been said so much earlier. */
const age = (seconds: number) =>
  sql`update participant_margins set made_at = made_at - ${seconds} * interval '1 second'`.execute(engine.database.db);

describe('the margin of rows about participants', () => {
  it('is half a minute where nobody has said anything, and at once what is said first', async () => {
    expect(await margin()).toEqual({ leastMs: 30_000, mostMs: 30_000 });
    await set(12_000);
    expect(await margin()).toEqual({ leastMs: 12_000, mostMs: 12_000 });
  });

  it.each([
    [300_000, 120_000],
    [120_000, 300_000],
  ])('that was %d and is %d ms now stays both for as long as the first was', async (first, second) => {
    await set(first);
    await set(second);
    const both = { leastMs: Math.min(first, second), mostMs: Math.max(first, second) };
    await age(60);
    expect(await margin()).toEqual(both);
    await age(300);
    expect(await margin()).toEqual({ leastMs: second, mostMs: second });
  });

  it('is said once by all coordinators that have the same setting', async () => {
    for (const ms of [12_000, 12_000, 15_000, 15_000]) await set(ms);
    const { rows } = await sql`select margin_ms from participant_margins order by id`.execute(engine.database.db);
    expect(rows).toEqual([{ margin_ms: 12_000 }, { margin_ms: 15_000 }]);
  });
});
