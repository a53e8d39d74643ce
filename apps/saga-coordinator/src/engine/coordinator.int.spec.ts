import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS } from '@troupe/agent-sdk';
import { sagaDecisionId } from '@troupe/contracts';
import type { IncomingRecord } from '@troupe/messaging';
import { createMetrics, type Metrics } from '@troupe/observability';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import { eventually } from '@troupe/testing';
import { booked, flagged, placed, reserved, verified } from '../orders.fixture.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import { openCoordinators, PARTITIONS, recorder, type CoordinatorDiffers } from './coordinators.fixture.ts';
import { openEngineDatabase, recordOf, task, type EngineDatabase } from './engine.fixture.ts';

let engine: EngineDatabase;
const { start, close } = openCoordinators(() => engine);
beforeAll(async () => {
  engine = await openEngineDatabase('coordinator-engine');
}, 60_000);
afterEach(() => close());
afterAll(() => engine.drop());

const sagaOf = (id: string) =>
  engine.database.db.selectFrom('sagas').selectAll().where('conversation_id', '=', id).executeTakeFirst();

describe('a coordinator that was killed between commit and publish', () => {
  it('publishes the resolution when it is back, once by id, also when its facts come again', async () => {
    const id = 'killed';
    const dying = start({ publish: () => Promise.reject(new Error('Kafka is away')) });
    const facts = await Promise.all([placed, verified, reserved, booked].map((draft) => recordOf(id, draft)));
    for (const record of facts.slice(0, 3)) await dying.handle(record, task());
    const kill = new AbortController();
    const last = dying.handle(facts[3]!, task(kill.signal)).catch(() => undefined);
    await eventually(async () => expect(await sagaOf(id)).toMatchObject({ status: 'completed' }));
    kill.abort();
    await last;

    const { records, publish, of } = recorder();
    const next = start({ publish });
    await next.gained(PARTITIONS, new AbortController().signal);
    expect(of(id)).toEqual(['order.confirmed']);
    for (const record of facts) await next.handle(record, task());
    expect(of(id)).toEqual(['order.confirmed']);
    expect(records.find(({ key }) => key === id)?.headers['ce_id']).toBe(sagaDecisionId('order', id, 'completed'));
  });
});

describe('a record that cannot be folded', () => {
  const picky = defineSaga({
    ...{ name: 'picky', startedBy: placed.definition, publishes: [] },
    steps: { verify: { completedBy: verified.definition, within: '30s' } },
    onCompleted: () => {
      throw new Error('cannot conclude this');
    },
    onRejected: () => {
      throw new Error('not asked for');
    },
    onClosed: () => {
      throw new Error('not asked for');
    },
  });

  it.each([
    ['is not Avro', { value: Buffer.from('not avro') }, 'BYTES_UNDECODABLE'],
    ['has an unknown schema', { value: Buffer.from([0, 0, 0, 3, 231, 1]) }, 'SCHEMA_UNKNOWN'],
    ['lacks an envelope', { headers: {} }, 'ENVELOPE_INVALID'],
  ])('because it %s goes to the dead letters with its cause and bytes', async (what, broken, code) => {
    const { records, publish } = recorder();
    const record = { ...(await recordOf(`broken: ${what}`, placed)), ...broken };
    await start({ publish }).handle(record, task());
    expect(records).toMatchObject([
      {
        topic: 'saga-coordinator.dead',
        key: record.key,
        value: record.value,
        headers: { [DEAD_LETTER_HEADERS.code]: code, [DEAD_LETTER_HEADERS.agent]: 'saga-coordinator' },
      },
    ]);
  });

  it('because a definition fails on it is taken out of its batch, and the rest of the batch goes on', async () => {
    const { publish, of } = recorder();
    const coordinator = start({ publish, definitions: [picky] });
    const ids = Array.from({ length: 20 }, (_, nth) => `picky-${nth}`);
    await Promise.all(ids.map(async (id) => coordinator.handle(await recordOf(id, placed), task())));
    const answered = ids.slice(0, 3);
    await Promise.all([
      ...answered.map(async (id) => coordinator.handle(await recordOf(id, verified), task())),
      ...ids.slice(3).map(async (id) => coordinator.handle(await recordOf(`more-${id}`, placed), task())),
    ]);
    for (const id of answered) expect(of(id)).toEqual(['saga-coordinator.dead']);
    for (const id of ids.slice(3)) expect(await sagaOf(`more-${id}`)).toMatchObject({ status: 'running' });
    for (const id of answered) expect(await sagaOf(id)).toMatchObject({ status: 'running', facts: 1 });
  });
});

describe('an instance of another version', () => {
  it('ends on the version that it began with', async () => {
    const { publish, of } = recorder();
    const old = start({ publish });
    await old.handle(await recordOf('old', placed), task());
    await old.close();
    const v1 = orderSaga({ answerWithin: '30s' });
    const v2: SagaDefinition = { ...v1, version: '2', onRejected: () => verified };
    const coordinator = start({ publish, definitions: [v1, v2] });
    await coordinator.handle(await recordOf('old', flagged), task());
    await coordinator.handle(await recordOf('new', placed), task());
    expect(of('old')).toEqual(['order.rejected']);
    expect(await sagaOf('old')).toMatchObject({ version: '1' });
    expect(await sagaOf('new')).toMatchObject({ version: '2' });
  });

  /** What says that partitions wait. */
  const alertsOf = async (metrics: Metrics): Promise<readonly number[]> => {
    const [held, up] = [await metrics.sagaPartitionsHeld.get(), await metrics.serverUp.get()];
    return [...held.values, ...up.values].map(({ value }) => value);
  };

  it('that is not known is left untouched, and its partition waits, alerting, until it is handed over', async () => {
    const v2: SagaDefinition = { ...orderSaga({ answerWithin: '1h' }), version: '2' };
    const began = { ...(await recordOf('future', placed)), appendedMs: Date.now() };
    await start({ definitions: [v2] }).handle(began, task());
    const before = await sagaOf('future');
    const metrics = createMetrics('spec');
    const coordinator = start({ metrics });
    const revoke = new AbortController();
    const flag = await recordOf('future', flagged);
    const waiting = coordinator.handle(flag, task(revoke.signal));
    await eventually(() => expect(coordinator.outages()).toEqual(['saga definition']));
    expect(await alertsOf(metrics)).toEqual([1, 0]);
    const sameOrder = await recordOf('neighbour', placed);
    const neighbour = coordinator.handle({ ...sameOrder, partition: flag.partition }, task(revoke.signal));
    await coordinator.handle({ ...sameOrder, partition: (flag.partition + 1) % 6, key: 'elsewhere' }, task());
    expect(await sagaOf('future')).toEqual(before);
    revoke.abort();
    for (const each of [waiting, neighbour]) await expect(each).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    coordinator.lost([flag.partition]);
    expect(coordinator.outages()).toEqual([]);
    expect(await alertsOf(metrics)).toEqual([0, 1]);
  });
});

describe('a deadline', () => {
  // Others have left instances behind that hold the partitions of whoever does not know their version.
  beforeAll(async () => {
    await engine.database.db.deleteFrom('saga_timers').execute();
  });

  const placedAgo = async (id: string, agoMs: number): Promise<IncomingRecord> => {
    const record = await recordOf(id, placed);
    return { ...record, appendedMs: Date.now() - agoMs };
  };

  it('that is due waits until the partition is caught up, and a completion in time keeps it', async () => {
    const { publish, of } = recorder();
    const caughtUp = Promise.withResolvers<boolean>();
    const asked: number[] = [];
    const coordinator = start({
      publish,
      caughtUp: (partition) => {
        asked.push(partition);
        return caughtUp.promise;
      },
    });
    const order = await placedAgo('kept', 60_000);
    await coordinator.handle(order, task());
    await coordinator.handle(await placedAgo('missed', 60_000), task());
    await eventually(() => expect(asked).toContain(order.partition));
    for (const draft of [verified, reserved, booked]) {
      const answer = await recordOf('kept', draft);
      await coordinator.handle({ ...answer, appendedMs: order.appendedMs + 30_000 }, task());
    }
    expect(of('missed')).toEqual([]);
    caughtUp.resolve(true);
    await eventually(() => expect(of('missed')).toEqual(['order.rejected']));
    expect(of('kept')).toEqual(['order.confirmed']);
  });

  it('is fired once by two that watch the same timers, and not before its time', async () => {
    const firedMs = new Map<string, number>();
    const { publish, of } = recorder();
    const watching: CoordinatorDiffers = {
      definitions: [orderSaga({ answerWithin: '1s' })],
      caughtUp: () => Promise.resolve(true),
      publish: (records) => {
        for (const { key } of records) firedMs.set(key, Date.now());
        return publish(records);
      },
    };
    const coordinators = [start(watching), start(watching)];
    const ids = Array.from({ length: 20 }, (_, nth) => `watched-${nth}`);
    const orders = await Promise.all(ids.map((id) => placedAgo(id, 500)));
    await Promise.all(orders.map((order, nth) => coordinators[nth % 2]!.handle(order, task())));
    for (const each of coordinators) await each.gained(PARTITIONS, new AbortController().signal);
    for (const id of ids) await eventually(() => expect(of(id)).toContain('order.rejected'));
    for (const [nth, id] of ids.entries()) {
      expect(firedMs.get(id)).toBeGreaterThanOrEqual(orders[nth]!.appendedMs + 1_000);
      expect(await sagaOf(id)).toMatchObject({ facts: 4, decisions: [{ decision: 'rejected' }] });
    }
  });
});
