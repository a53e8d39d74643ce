import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderClosed, SagaInstructed } from '@troupe/contracts';
import { registerSchemas } from '@troupe/messaging';
import type { SagaDefinition, StoredFact } from '@troupe/saga';
import { sql } from 'kysely';
import { runMigrate } from '../migrate/run-migrate.ts';
import { booked, placed, reserved, verified } from '../orders.fixture.ts';
import { describeSaga, readSaga } from '../operation/show-saga.ts';
import { keptEvent } from '../participants/participant-row.ts';
import { createParticipants } from '../participants/participants.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import { storedOrders } from '../sagas/stored-orders.fixture.ts';
import { commitBatch } from './commit-batch.ts';
import { openCoordinators, recorder } from './coordinators.fixture.ts';
import { arrivalOf, codec, openEngineDatabase, recordOf, T0, task, type EngineDatabase } from './engine.fixture.ts';
import { migrateSagas } from './migrate-sagas.ts';
import { createCatalogue } from './saga-catalogue.ts';
import { commitArrivals } from './saga-transaction.ts';

let engine: EngineDatabase;
const { start, close } = openCoordinators(() => engine);
beforeAll(async () => {
  engine = await openEngineDatabase('migrate-sagas');
}, 60_000);
afterEach(() => close());
afterAll(() => engine.drop());

const { sagas: stored, facts } = storedOrders();
const begun = stored.filter(({ status }) => status !== 'awaiting-start');

beforeEach(async () => {
  const { db } = engine.database;
  for (const table of ['sagas', 'saga_facts', 'saga_timers', 'decisions', 'undelivered'])
    await sql`truncate ${sql.id(table)}`.execute(db);
  await sql`
    insert into sagas (saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms)
    select saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms
    from json_populate_recordset(null::sagas, ${JSON.stringify(stored)}::json)`.execute(db);
  await sql`
    insert into saga_facts (saga, conversation_id, event_id, kind, type, appended_ms, time_ms, trail, data)
    select saga, conversation_id, event_id, kind, type, appended_ms, time_ms, trail, data
    from json_populate_recordset(null::saga_facts, ${JSON.stringify(facts)}::json)`.execute(db);
});

const v1 = orderSaga({ answerWithin: '30s' });

/** Version 2 calls the step 'ship' by another name, so the timers of version 1 have to be translated. */
const renamed: SagaDefinition = {
  ...v1,
  version: '2',
  steps: v1.steps.map((step) => (step.name === 'ship' ? { ...step, name: 'book' } : step)),
  onCompleted: (view) => v1.onCompleted({ ...view, steps: { ...view.steps, ship: view.steps['book'] } }),
  migrates: {
    from: '1',
    facts: (fact) => (fact.kind === 'timer' && fact.step === 'ship' ? { ...fact, step: 'book' } : fact),
  },
};

/** Version 2 does without shipping: what was said about it means nothing any more. */
const withoutShipping = (facts?: (fact: StoredFact) => StoredFact | undefined): SagaDefinition => ({
  ...v1,
  version: '2',
  steps: v1.steps.filter(({ name }) => name !== 'ship'),
  onCompleted: () => OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: false }),
  migrates: {
    from: '1',
    facts: facts ?? ((fact) => (fact.kind === 'event' && fact.type === booked.type ? undefined : fact)),
  },
});

const done = { isDryRun: false, reason: 'version 1 waits too long', by: 'ada' } as const;

const rowsOf = () => engine.database.db.selectFrom('sagas').selectAll().orderBy('conversation_id').execute();
const undelivered = async () => (await engine.store.undelivered([0, 1, 2, 3, 4, 5], 100, () => false)).decisions;
const published = async () =>
  (await undelivered()).map(({ conversationId, outputs }) => [conversationId, ...outputs.map(({ topic }) => topic)]);
const standing = async () =>
  (await rowsOf()).map(({ conversation_id, version, status }) => [conversation_id, version, status]);

describe('stored instances', () => {
  it('go on with the version that they are moved to, in batches, each standing where it stood', async () => {
    const request = { saga: 'order', to: '2', ...done, atOnce: 4 };
    const commits = await engine.commitsOf(async () => {
      const report = await migrateSagas(engine.parts([v1, renamed]), request);
      expect(report).toEqual({ from: '1', moved: begun.length, changes: [], failures: [] });
    });
    expect(commits).toBe(Math.ceil(begun.length / 4));
    const moved = stored.map(({ conversation_id: id, status }) => [
      id,
      status === 'awaiting-start' ? '1' : '2',
      status,
    ]);
    expect(await standing()).toEqual(moved);
    expect(await migrateSagas(engine.parts([v1, renamed]), request)).toMatchObject({ moved: 0 });
    const { publish, of } = recorder();
    await start({ publish, definitions: [v1, renamed] }).handle(await recordOf('waiting', booked), task());
    expect(of('waiting')).toEqual(['order.confirmed']);
  });

  it('stay as they are in a dry run, which says what would become of them', async () => {
    const before = await rowsOf();
    const request = { saga: 'order', to: '2', isDryRun: true } as const;
    const { moved, changes } = await migrateSagas(engine.parts([v1, withoutShipping()]), request);
    expect(moved).toBe(begun.length);
    expect(changes).toContainEqual({
      ...{ conversationId: 'waiting', before: 'running', after: 'completed' },
      decisions: ['order.closed'],
    });
    expect(await rowsOf()).toEqual(before);
    expect(await published()).toEqual([]);
  });

  it('decide what follows under the new version, which the owner of the partition publishes', async () => {
    const parts = engine.parts([v1, withoutShipping()]);
    await migrateSagas(parts, { saga: 'order', to: '2', ...done, conversationId: 'waiting' });
    expect(await standing()).toContainEqual(['waiting', '2', 'completed']);
    expect(await published()).toEqual([
      ['waiting', 'saga.instructed'],
      ['waiting', 'order.closed'],
    ]);
  });

  it('have it told in their conversations by whom they were moved, to what and why, and know it as a fact', async () => {
    const definitions = [v1, renamed];
    const request = { saga: 'order', to: '2', ...done, conversationId: 'cancelled-closed' };
    await migrateSagas(engine.parts(definitions), request);
    const [decision] = await undelivered();
    const said = await codec.decode(SagaInstructed, decision?.outputs[0]?.value ?? null);
    expect(said).toMatchObject({ saga: 'order', action: 'move', version: '2', reason: done.reason, by: 'ada' });
    const arrival = arrivalOf('cancelled-closed', SagaInstructed(said), 90_000, decision?.inputId);
    await commitBatch([arrival], { ...engine.parts(definitions), clock: () => T0 + 90_001 });
    const shown = await readSaga(engine.database.db, { saga: 'order', conversationId: 'cancelled-closed' });
    const detail = shown && describeSaga(shown, createCatalogue(definitions));
    expect(detail).toMatchObject({ status: 'closed', version: '2' });
    expect(detail?.timeline?.find(({ what }) => what === 'move')).toMatchObject({ changed: ['applied'] });
  });

  it('keep facts that mean nothing any more, so that they are not taken for new ones', async () => {
    const parts = engine.parts([v1, withoutShipping()]);
    await migrateSagas(parts, { saga: 'order', to: '2', ...done, conversationId: 'completed' });
    const kinds = await engine.database.db
      .selectFrom('saga_facts')
      .select(['type', 'kind'])
      .where('conversation_id', '=', 'completed')
      .execute();
    expect(kinds.filter(({ kind }) => kind === 'void')).toEqual([{ type: booked.type, kind: 'void' }]);
    expect(await commitBatch([arrivalOf('completed', booked)], parts)).toMatchObject([
      { result: { fate: 'repeated' } },
    ]);
  });

  it('stay as they are where the definition fails on them, and the others are moved', async () => {
    const picky = withoutShipping((fact) => {
      if (fact.id.startsWith('flagged ')) throw new Error('cannot say this');
      return fact;
    });
    const report = await migrateSagas(engine.parts([v1, picky]), { saga: 'order', to: '2', ...done });
    expect(report.failures.map(({ conversationId, error }) => [conversationId, error.message])).toEqual([
      ['flagged', 'cannot say this'],
    ]);
    expect(report.moved).toBe(begun.length - 1);
    expect(await standing()).toContainEqual(['flagged', '1', 'rolling-back']);
  });

  it('are moved by nothing but a version that says so', async () => {
    const request = { saga: 'order', ...done } as const;
    await expect(migrateSagas(engine.parts([v1]), { ...request, to: '1' })).rejects.toThrow(/takes no instances over/);
    await expect(migrateSagas(engine.parts([v1]), { ...request, to: '9' })).rejects.toThrow(/no version 9/);
    const { publish } = recorder();
    await start({ publish, definitions: [v1, renamed] }).handle(await recordOf('begun', booked), task());
    expect(await standing()).toContainEqual(['begun', '1', 'running']);
  });
});

describe('an instance that a participant was added to', () => {
  it('goes on waiting for it under the version that it is moved to', async () => {
    const { db } = engine.database;
    const effectiveMs = Date.now() + 60_000;
    const added = {
      completedBy: keptEvent(OrderCancelled),
      failedBy: [],
      compensatedBy: null,
      withinMs: 9,
      optional: false,
    };
    await sql`
      insert into saga_participants (saga, step, change, added, effective_ms, made_by, reason)
      values ('order', 'audit', 'added', ${JSON.stringify(added)}::json, ${effectiveMs}, 'ada', 'none')`.execute(db);
    const parts = { ...engine.parts([v1]), participants: createParticipants() };
    const answers = [placed, verified, reserved, booked];
    await commitArrivals(
      answers.map((draft) => arrivalOf('audited', draft, effectiveMs + 1 - T0)),
      parts,
    );
    const moving = { ...engine.parts([v1, renamed]), participants: createParticipants() };
    const request = { saga: 'order', to: '2', ...done, conversationId: 'audited' };
    expect(await migrateSagas(moving, request)).toMatchObject({ moved: 1, changes: [], failures: [] });
    expect(await standing()).toContainEqual(['audited', '2', 'running']);
  });
});

describe('npm run migrate-sagas', () => {
  const run = async (...args: readonly string[]) => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const env = { ...engine.env, LOG_LEVEL: 'silent' };
    const code = await runMigrate({ args, env, definitions: () => [v1, renamed], out: say, err: say });
    return { code, said };
  };

  it('says how many it moves, and how it is used', async () => {
    const { SCHEMA_REGISTRY_URL: url = '', TROUPE_PREFIX: prefix = '' } = engine.env;
    await registerSchemas({ url, prefix }, createCatalogue([v1]).publishes);
    const count = begun.length;
    expect(await run('order', '2', '--dry-run')).toEqual({
      code: 0,
      said: [`would move ${count} instances of order from version 1 to 2`],
    });
    const { said: document } = await run('order', '2', '--dry-run', '--json');
    expect(JSON.parse(document.join(''))).toMatchObject({ from: '1', moved: count, failures: [] });
    expect(await run('order', '2')).toMatchObject({ code: 2, said: ['--reason is missing', expect.anything()] });
    expect(await run('order', '2', '--reason', 'it is time')).toEqual({
      code: 0,
      said: [`moved ${count} instances of order from version 1 to 2`],
    });
    expect(await run('order', '3', '--dry-run')).toMatchObject({
      code: 1,
      said: [expect.stringMatching(/no version 3/)],
    });
    expect(await run('order')).toEqual({
      code: 2,
      said: ['the <version> is missing', expect.stringMatching(/usage:/)],
    });
    expect(await run('--help')).toEqual({ code: 0, said: [expect.stringMatching(/^usage:/)] });
  });
});
