import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { budgetMigrations } from '../budget/budget-tables.ts';
import { decisionMigrations } from './decision-migrations.ts';
import { createDecisionStore } from './decision-store.postgres.ts';
import { createPrecedents } from './precedents.ts';
import { DAY_MS, DECIDER, decisionOf, NOW_MS } from './store.fixture.ts';

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('precedents');
  database = connectDatabase<object>({ url: place.databaseUrl, schema: 'precedents' });
  await migrate(database, { ...decisionMigrations, ...budgetMigrations });
}, 60_000);
afterAll(async () => {
  await database.close();
  await place.drop();
}, 60_000);

describe('precedents', () => {
  it('tell of each event whether it is decided, and of its conversation how many are, in the order asked', async () => {
    const counted = { conversationId: 'c-1', countsUpTo: 10 };
    const odd = decisionOf('nul \u0000', { conversationId: 'c \u0000' });
    const stored = [decisionOf('e-1', counted), decisionOf('e-2', counted), odd];
    const another = decisionOf('e-9', { decider: 'other-agent' });
    await createDecisionStore(database).insert(database.db, [...stored, another]);
    const precedents = createPrecedents({ db: database.db, decider: DECIDER });
    const asked = [
      decisionOf('e-9'),
      odd,
      decisionOf('e-2', { conversationId: 'c-1' }),
      decisionOf('e-3', { conversationId: 'c-1' }),
      decisionOf('e-1', { inputTimeMs: NOW_MS + DAY_MS }),
    ];
    expect(await Promise.all(asked.map((each) => precedents.of(each)))).toEqual([
      { isDecided: false, events: 0 },
      { isDecided: true, events: 0 },
      { isDecided: true, events: 2 },
      { isDecided: false, events: 2 },
      { isDecided: false, events: 0 },
    ]);
  });
});
