import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deriveId, ItemsReserved, OrderVerified, stepKey, TransactionCreated, type Draft } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import type { IncomingRecord, OutgoingRecord } from '@troupe/messaging';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import pino from 'pino';
import { createDelivery, type Delivery } from '../agent-delivery.ts';
import { agentMigrations } from '../agent-migrations.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { DEAD_LETTER_HEADERS } from '../delivery/dead-letter.ts';
import { codec, order, recordOf, task } from '../delivery/pipeline.fixture.ts';
import { when } from '../when.ts';
import type { AskContext, PrepareContext, StepOptions } from './record-step.ts';
import { LONGEST_ANSWER } from './step-answer.ts';
import { createStepStore } from './step-store.ts';
import { maintainSteps } from './step-table.ts';

const NAME = 'fraud-agent';
const DAY_MS = 86_400_000;
const verified = (decidedBy: string) => OrderVerified({ score: 0, reasons: [], decidedBy });

/** Concludes what it prepared, as text. */
const preparing = (prepare: (context: PrepareContext) => unknown, then?: () => void): AgentDefinition =>
  defineAgent({
    name: NAME,
    publishes: [OrderVerified],
    retry: { attempts: 3, initial: '1ms', max: '1ms' },
    on: [
      when(TransactionCreated)
        .prepare((_, context) => prepare(context))
        .then((_, answer) => {
          then?.();
          return verified(JSON.stringify(answer));
        }),
    ],
  });

let place: IsolatedStack;
let database: Database<object>;
const deliveries: Delivery[] = [];
beforeAll(async () => {
  place = await isolated('steps');
  database = connectDatabase({ url: place.databaseUrl, schema: 'fraud_agent', applicationName: 'steps' });
  await migrate(database, agentMigrations(preparing(() => 0)));
});
afterAll(async () => {
  for (const delivery of deliveries) await delivery.close();
  await database.close();
  await place.drop();
});

/** An instance of an agent, and the names of what it published. */
const instanceOf = (agent: AgentDefinition) => {
  const published: OutgoingRecord[] = [];
  const delivery = createDelivery({
    agent,
    codec,
    database,
    log: pino({ level: 'silent' }),
    publisher: { publish: (records) => Promise.resolve(void published.push(...records)) },
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  deliveries.push(delivery);
  const answers = async (): Promise<readonly unknown[]> =>
    Promise.all(
      published.map(async ({ topic, value, headers }) =>
        topic === 'order.verified'
          ? ((await codec.decode(OrderVerified, value)) as { decidedBy: string }).decidedBy
          : headers[DEAD_LETTER_HEADERS.code],
      ),
    );
  return { delivery, answers, handle: (record: IncomingRecord) => delivery.handle(record, task()) };
};

let events = 0;
const nextRecord = (draft: Draft = order) => {
  const id = deriveId('event', process.pid, (events += 1));
  return recordOf(draft, { id, conversationId: deriveId('conversation', id) }, BigInt(events));
};
const idOf = ({ headers }: IncomingRecord): string => headers['ce_id'] ?? '';
const recordedFor = (record: IncomingRecord) => createStepStore(database.db).recorded(NAME, [idOf(record)]);

/** Begins a step of a record and leaves it as a process does that is killed before the answer is stored. */
const askAndDie = async (record: IncomingRecord, step = 'write', options: StepOptions = {}): Promise<void> => {
  const dying = new AbortController();
  const asked = Promise.withResolvers<undefined>();
  const { delivery } = instanceOf(
    preparing(({ record: keep }) =>
      keep(step, () => (asked.resolve(undefined), new Promise(() => undefined)), options),
    ),
  );
  const handled = delivery.handle(record, task(dying.signal));
  await asked.promise;
  dying.abort();
  await expect(handled).rejects.toMatchObject({ code: 'TASK_ABORTED' });
};

describe('a recorded step', () => {
  it('is asked once, whatever happens between its answer and the decision', async () => {
    const record = await nextRecord();
    const asks: AskContext[] = [];
    let failures = 2;
    const { handle, answers } = instanceOf(
      preparing(
        ({ record: keep }) => keep('write', (context) => ({ draft: asks.push(context) })),
        () => {
          if ((failures -= 1) >= 0) throw new Error('not yet');
        },
      ),
    );
    await handle(record);
    expect(await answers()).toEqual(['{"draft":1}']);
    expect(asks).toHaveLength(1);
    expect(asks[0]?.idempotencyKey).toBe(stepKey(NAME, idOf(record), 'write'));
  });

  it('gives its stored answer to another instance with other code, which does not ask', async () => {
    const record = await nextRecord();
    const dying = new AbortController();
    const first = instanceOf(
      preparing(async ({ record: keep }) => {
        await keep('write', () => 'the first answer');
        dying.abort();
      }),
    );
    await expect(first.delivery.handle(record, task(dying.signal))).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    const second = instanceOf(preparing(({ record: keep }) => keep('write', () => 'another answer')));
    await second.handle(record);
    expect(await second.answers()).toEqual(['"the first answer"']);
  });

  it('has the answer that was stored first, also for a zombie that asked at the same time', async () => {
    const record = await nextRecord();
    const gates = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
    const given: unknown[] = [];
    const [owner, zombie] = gates.map(({ promise }, index) =>
      instanceOf(preparing(async ({ record: keep }) => (given[index] = await keep('write', () => promise)))),
    ) as [ReturnType<typeof instanceOf>, ReturnType<typeof instanceOf>];
    const handled = Promise.all([owner.handle(record), zombie.handle(record)]);
    await eventually(async () => expect(await recordedFor(record)).toMatchObject([{ asks: 2 }]));
    gates[1].resolve('from the zombie');
    await eventually(async () => expect(await zombie.answers()).toHaveLength(1));
    gates[0].resolve('from the owner');
    await handled;
    expect(given).toEqual(['from the zombie', 'from the zombie']);
    // Published by both, unless it was known by then that it is in the log.
    for (const answer of [...(await owner.answers()), ...(await zombie.answers())])
      expect(answer).toBe('"from the zombie"');
  });

  it('is not even prepared for an event that is decided', async () => {
    const record = await nextRecord();
    await instanceOf(preparing(() => 'decided')).handle(record);
    let prepared = 0;
    const again = instanceOf(preparing(() => (prepared += 1)));
    await again.handle(record);
    expect(prepared).toBe(0);
    expect(await again.answers()).not.toContain('"1"');
  });

  it('is asked again once after an asking died, under the same key, and not a third time', async () => {
    const record = await nextRecord();
    await askAndDie(record);
    const keys: string[] = [];
    const again = preparing(({ record: keep }) => keep('write', ({ idempotencyKey }) => keys.push(idempotencyKey)));
    const { handle, answers } = instanceOf(again);
    await handle(record);
    expect(await answers()).toEqual(['1']);
    expect(keys).toEqual([stepKey(NAME, idOf(record), 'write')]);
    expect(await recordedFor(record)).toMatchObject([{ step: 'write', asks: 2 }]);

    const unlucky = await nextRecord();
    await askAndDie(unlucky);
    await askAndDie(unlucky);
    const third = instanceOf(preparing(({ record: keep }) => keep('write', () => keys.push('a third time'))));
    await third.handle(unlucky);
    expect(await third.answers()).toEqual(['STEP_UNCERTAIN']);
    expect(keys).toHaveLength(1);
  });

  it('is not asked again at all where that is said', async () => {
    const record = await nextRecord();
    await askAndDie(record, 'mail');
    const options: StepOptions = { askAgain: false };
    const { handle, answers } = instanceOf(preparing(({ record: keep }) => keep('mail', () => 'sent', options)));
    await handle(record);
    expect(await answers()).toEqual(['STEP_UNCERTAIN']);
  });

  it('is asked again often where it only computes, and not for ever', async () => {
    const [record, hopeless] = [await nextRecord(), await nextRecord()];
    const often: StepOptions = { askAgain: 'often' };
    for (let died = 0; died < 9; died += 1) await askAndDie(record, 'search', often);
    const tenth = instanceOf(preparing(({ record: keep }) => keep('search', () => 'found', often)));
    await tenth.handle(record);
    expect(await tenth.answers()).toEqual(['"found"']);

    for (let died = 0; died < 10; died += 1) await askAndDie(hopeless, 'search', often);
    const eleventh = instanceOf(preparing(({ record: keep }) => keep('search', () => 'found', often)));
    await eleventh.handle(hopeless);
    expect(await eleventh.answers()).toEqual(['STEP_UNCERTAIN']);
  });

  it('that throws has no answer: it is asked again with each attempt of its event', async () => {
    const record = await nextRecord();
    let asks = 0;
    const { handle, answers } = instanceOf(
      preparing(({ record: keep }) =>
        keep('write', () => {
          if ((asks += 1) < 3) throw new Error('overloaded');
          return asks;
        }),
      ),
    );
    await handle(record);
    expect(await answers()).toEqual(['3']);
    const hopeless = await nextRecord();
    const failing = instanceOf(preparing(({ record: keep }) => keep('write', () => Promise.reject(new Error('no')))));
    await failing.handle(hopeless);
    expect(await failing.answers()).toEqual(['HANDLER_FAILED']);
    expect(await recordedFor(hopeless)).toMatchObject([{ asks: 3, stored: null }]);
  });

  it('may answer nothing, and anything that JSON holds', async () => {
    const answer = { text: 'a\u0000\ud800', list: [1, null, true], left: undefined };
    const both = preparing(async ({ record: keep }) => [
      await keep('a', () => undefined),
      await keep('b', () => answer),
    ]);
    for (const record of [await nextRecord()]) {
      const { handle, answers } = instanceOf(both);
      await handle(record);
      expect(await answers()).toEqual([JSON.stringify([null, { text: 'a\u0000\ud800', list: [1, null, true] }])]);
    }
  });

  it.each<[string, RegExp, (context: PrepareContext) => unknown]>([
    ['a name that is used twice', /'write'.*another step/, async ({ record }) => [await record('write', () => 1), await record('write', () => 2)]],
    ['no name', /1 to 100 characters/, ({ record }) => record('', () => 1)],
    ['a date', /answer\.at/, ({ record }) => record('write', () => ({ at: new Date(0) }))],
    ['not a number', /answer\.0/, ({ record }) => record('write', () => [Number.NaN])],
    ['too large an answer', /1000000 is the most/, ({ record }) => record('write', () => 'x'.repeat(LONGEST_ANSWER))],
  ])('refuses %s', async (_, message, prepare) => {
    const failure = Promise.withResolvers<unknown>();
    const { handle, answers } = instanceOf(
      preparing(async (context) => {
        try {
          return await prepare(context);
        } catch (error) {
          failure.resolve(error);
          throw error;
        }
      }),
    );
    await handle(await nextRecord());
    expect(await failure.promise).toMatchObject({ code: 'STEP_INVALID', message: expect.stringMatching(message) });
    expect(await answers()).toEqual(['STEP_INVALID']);
  }); // prettier-ignore

  it('is refused once its event is being decided', async () => {
    const kept: PrepareContext[] = [];
    const { handle } = instanceOf(preparing((context) => void kept.push(context)));
    await handle(await nextRecord());
    await expect(kept[0]?.record('late', () => 1)).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });

  it('is kept for as long as decisions, and forgotten by the day', async () => {
    const record = await nextRecord();
    await instanceOf(preparing(({ record: keep }) => keep('write', () => 1))).handle(record);
    const nowMs = Date.now();
    await maintainSteps(database.db, { nowMs, keepDays: 31 });
    expect(await recordedFor(record)).toHaveLength(1);
    await sql`update recorded_steps set asked_at = now() - interval '32 days'`.execute(database.db);
    await maintainSteps(database.db, { nowMs: nowMs + DAY_MS, keepDays: 31 });
    expect(await recordedFor(record)).toHaveLength(0);
  });
});

describe('what is prepared for two events', () => {
  it('is prepared once both are there, and asked once whichever of them is handled again', async () => {
    const asks: string[] = [];
    let failures = 1;
    const joining = defineAgent({
      name: NAME,
      publishes: [OrderVerified],
      retry: { attempts: 2, initial: '1ms', max: '1ms' },
      on: [
        when(TransactionCreated)
          .with(ItemsReserved, { within: '1m' })
          .prepare(({ data }, items, { record }) =>
            record('compare', ({ idempotencyKey }) => {
              asks.push(idempotencyKey);
              return `${data.customerId} ${items.data.lines.length}`;
            }),
          )
          .then((_, items, answer) => {
            if ((failures -= 1) >= 0) throw new Error('not yet');
            return verified(`${answer} ${items.type}`);
          }),
      ],
    });
    await migrate(database, agentMigrations(joining));
    const { handle, answers } = instanceOf(joining);
    const conversationId = deriveId('conversation', 'joined');
    const at = (draft: Draft, n: number) =>
      recordOf(draft, { id: deriveId('event', 'joined', n), conversationId }, BigInt(n));
    const [items, transaction] = [await at(ItemsReserved({ lines: [] }), 1), await at(order, 2)];
    await handle(items);
    expect(asks).toEqual([]);
    await handle(transaction);
    await instanceOf(joining).handle(transaction);
    expect(await answers()).toEqual(['c-1 0 items.reserved']);
    expect(asks).toHaveLength(1);
  });
});
