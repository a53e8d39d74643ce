import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SagaDefinition } from '@troupe/saga';
import { eventually } from '@troupe/testing';
import { placed } from '../orders.fixture.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import { openCoordinators, PARTITIONS } from './coordinators.fixture.ts';
import { openEngineDatabase, recordOf, T0, task, type EngineDatabase } from './engine.fixture.ts';

let engine: EngineDatabase;
const { start, close } = openCoordinators(() => engine);
beforeAll(async () => {
  engine = await openEngineDatabase('holds');
}, 60_000);
afterEach(() => close());
afterAll(() => engine.drop());

describe('a timer of an instance whose version is not known', () => {
  it('is left as it is, and holds its partition', async () => {
    const v2: SagaDefinition = { ...orderSaga({ answerWithin: '30s' }), version: '2' };
    await start({ definitions: [v2] }).handle(await recordOf('overdue', placed), task());
    const coordinator = start({ caughtUp: () => Promise.resolve(true) });
    await coordinator.gained(PARTITIONS, new AbortController().signal);
    await eventually(() => expect(coordinator.outages()).toEqual(['saga definition']));
    const { db } = engine.database;
    expect(await db.selectFrom('saga_timers').select('due_ms').execute()).toEqual([{ due_ms: T0 + 30_000 }]);
  });
});
