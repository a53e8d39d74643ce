import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OrderCancelled } from '@troupe/contracts';
import { sql } from 'kysely';
import { booked, placed, reserved, verified } from '../orders.fixture.ts';
import { keptEvent } from '../participants/participant-row.ts';
import { createParticipants } from '../participants/participants.ts';
import { arrivalOf, openEngineDatabase, T0, type EngineDatabase } from './engine.fixture.ts';
import { commitArrivals } from './saga-transaction.ts';

let engine: EngineDatabase;

beforeAll(async () => {
  engine = await openEngineDatabase('own-definition');
}, 60_000);
afterAll(() => engine.drop());

const step = {
  completedBy: keptEvent(OrderCancelled),
  failedBy: [],
  compensatedBy: null,
  withinMs: 9,
  optional: false,
};

it('begins no saga without a row that is in effect, though nobody has looked for rows since it was made', async () => {
  const { db } = engine.database;
  const participants = createParticipants();
  await participants.look(db);
  const effectiveMs = Date.now() + 60_000;
  await sql`
    insert into saga_participants (saga, step, change, added, effective_ms, made_by, reason)
    values ('order', 'audit', 'added', ${JSON.stringify(step)}::json, ${effectiveMs}, 'ada', 'none')`.execute(db);
  const statusAfter = async (id: string, startMs: number) => {
    const answers = [placed, verified, reserved, booked];
    const arrivals = answers.map((draft) => arrivalOf(id, draft, startMs - T0));
    await commitArrivals(arrivals, { ...engine.parts(), participants });
    const { status } = await db
      .selectFrom('sagas')
      .select('status')
      .where('conversation_id', '=', id)
      .executeTakeFirstOrThrow();
    return status;
  };
  expect(await statusAfter('before', effectiveMs)).toBe('completed');
  expect(await statusAfter('after', effectiveMs + 1)).toBe('running');
});
