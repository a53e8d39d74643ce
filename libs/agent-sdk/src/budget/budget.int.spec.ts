import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BudgetExhausted,
  deriveId,
  OrderVerified,
  TransactionCreated,
  TroupeError,
  type Envelope,
} from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { createLocalCodec, type IncomingRecord, type OutgoingRecord } from '@troupe/messaging';
import { createMetrics, type Metrics } from '@troupe/observability';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import pino from 'pino';
import { createDelivery, type Delivery } from '../agent-delivery.ts';
import { agentMigrations } from '../agent-migrations.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { DEAD_LETTER_HEADERS } from '../delivery/dead-letter.ts';
import { besidesHeld, definitions, order, recordOf, task } from '../delivery/pipeline.fixture.ts';
import { AskFailed, type PrepareContext } from '../steps/record-step.ts';
import { when } from '../when.ts';
import { readBudget } from './accounts.ts';

const codec = createLocalCodec(definitions);
const LIMIT = { tokens: 100, moneyMicros: 1_000 };
const verified = (decidedBy: string) => OrderVerified({ score: 0, reasons: [], decidedBy });

const preparing = (prepare: (context: PrepareContext) => unknown, name = 'writer'): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    retry: { attempts: 2, initial: '1ms', max: '1ms' },
    on: [
      when(TransactionCreated)
        .prepare((_, context) => prepare(context))
        .then((_, answer) => verified(String(answer))),
    ],
  });
const spending = (tokens: number, used = tokens) =>
  preparing(({ record }) =>
    record('write', { upTo: { tokens } }, () => ({ answer: 'written', used: { tokens: used } })),
  );

let place: IsolatedStack;
const databases = new Map<string, Database<object>>();
const deliveries: Delivery[] = [];
const open = async (schema: string): Promise<Database<object>> => {
  const database = connectDatabase<object>({ url: place.databaseUrl, schema });
  await migrate(database, agentMigrations(spending(1)));
  databases.set(schema, database);
  return database;
};
beforeAll(async () => {
  place = await isolated('budget');
  await Promise.all(['writer', 'reader'].map(open));
});
afterAll(async () => {
  for (const delivery of deliveries) await delivery.close();
  for (const database of databases.values()) await database.close();
  await place.drop();
});
const database = (schema: string): Database<object> => databases.get(schema)!;

/** An instance of an agent, what it published by type, and dead letters by code. */
const instanceOf = (agent: AgentDefinition, schema = agent.name, metrics?: Metrics) => {
  const published: OutgoingRecord[] = [];
  const delivery = createDelivery({
    agent,
    codec,
    ...(!agent.pure && { database: database(schema) }),
    budget: LIMIT,
    ...(metrics && { metrics }),
    log: pino({ level: 'silent' }),
    publisher: { publish: (records) => Promise.resolve(void published.push(...records)) },
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  deliveries.push(delivery);
  const said = () => besidesHeld(published).map(({ topic, headers }) => headers[DEAD_LETTER_HEADERS.code] ?? topic);
  const exhausted = () =>
    Promise.all(
      published
        .filter(({ topic }) => topic === BudgetExhausted.type)
        .map(async ({ value, headers }) => ({ hops: headers['ce_hops'], id: headers['ce_id'], ...((await codec.decode(BudgetExhausted, value)) as object) })),
    ); // prettier-ignore
  const handle = (record: IncomingRecord, signal?: AbortSignal) => delivery.handle(record, task(signal));
  return { handle, said, exhausted };
};

let events = 0;
const nextConversation = (): string => deriveId('conversation', process.pid, (events += 1));
const nextRecord = (conversationId: string, more: Partial<Envelope> = {}) =>
  recordOf(order, { id: deriveId('event', process.pid, (events += 1)), conversationId, ...more }, BigInt(events));
const account = (conversationId: string) => readBudget(database('writer').db, conversationId);

describe('a step that the conversation pays for', () => {
  it('is charged what it used, once, whatever it had leased', async () => {
    const conversation = nextConversation();
    const record = await nextRecord(conversation);
    await instanceOf(spending(80, 30)).handle(record);
    await instanceOf(spending(80, 30)).handle(record);
    expect(await account(conversation)).toEqual({ limit: LIMIT, spent: { tokens: 30, moneyMicros: 0 }, leased: { tokens: 0, moneyMicros: 0 } }); // prettier-ignore
  });

  it('is charged the lease of an asking that died, and asked again with another', async () => {
    const conversation = nextConversation();
    const record = await nextRecord(conversation);
    const dying = new AbortController();
    const hanging = preparing(({ record: keep }) =>
      keep('write', { upTo: { tokens: 40 } }, () => (dying.abort(), new Promise<never>(() => undefined))),
    );
    await expect(instanceOf(hanging).handle(record, dying.signal)).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    const again = instanceOf(spending(40, 10));
    await again.handle(record);
    expect(again.said()).toEqual(['order.verified']);
    expect(await account(conversation)).toMatchObject({ spent: { tokens: 50 }, leased: { tokens: 0 } });
  });

  it.each([
    ['all that was leased when it throws', () => new Error('overloaded'), 80],
    ['what it says that it used when it throws', () => new AskFailed('overloaded', { used: { tokens: 7 } }), 14],
  ])('is charged %s, with each attempt', async (_, error, spent) => {
    const conversation = nextConversation();
    const failing = preparing(({ record }) => record('write', { upTo: { tokens: 40 } }, () => Promise.reject(error())));
    const { handle, said } = instanceOf(failing);
    await handle(await nextRecord(conversation));
    expect(said()).toEqual(['HANDLER_FAILED']);
    expect(await account(conversation)).toMatchObject({ spent: { tokens: spent }, leased: { tokens: 0 } });
  });

  it('waits for what another has leased and may give back', async () => {
    const conversation = nextConversation();
    const gate = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const slow = preparing(({ record }) =>
      record('write', { upTo: { tokens: 90 } }, async () => {
        asked.resolve(undefined);
        await gate.promise;
        return { answer: 'slow', used: { tokens: 10 } };
      }),
    );
    const [first, second] = [instanceOf(slow), instanceOf({ ...spending(50), name: 'reader' }, 'reader')];
    const handled = first.handle(await nextRecord(conversation));
    await asked.promise;
    const waiting = second.handle(await nextRecord(conversation));
    gate.resolve(undefined);
    await Promise.all([handled, waiting]);
    expect(await account(conversation)).toMatchObject({ spent: { tokens: 60 } });
  });

  it('refuses an amount that is none', async () => {
    const wrong = [
      preparing(({ record }) => record('write', { upTo: { tokens: 0.5 } }, () => ({ answer: 1, used: {} }))),
      preparing(({ record }) => record('write', { upTo: { tokens: 9 } }, () => ({ answer: 1, used: { tokens: -1 } }))),
    ];
    for (const agent of wrong) {
      const { handle, said } = instanceOf(agent);
      await handle(await nextRecord(nextConversation()));
      expect(said()).toEqual(['STEP_INVALID']);
    }
  });
});

describe('what is spent', () => {
  it('is counted by agent: tokens and money, what is leased meanwhile, and what was found used up', async () => {
    const metrics = createMetrics('spec');
    const count = async (of: 'budgetSpent' | 'budgetLeased' | 'budgetExhausted') =>
      (await metrics[of].get()).values.map(({ labels, value }) => [labels.agent, labels.resource, value]);
    const leased: unknown[] = [];
    const dear = preparing(({ record }) =>
      record('write', { upTo: { tokens: 60, moneyMicros: 90 } }, async () => {
        leased.push(...(await count('budgetLeased')));
        return { answer: 'written', used: { tokens: 50, moneyMicros: 70 } };
      }),
    );
    const conversation = nextConversation();
    const { handle } = instanceOf(dear, 'writer', metrics);
    await handle(await nextRecord(conversation));
    await handle(await nextRecord(conversation));
    expect(leased).toEqual([['writer', 'tokens', 60], ['writer', 'money', 90]]); // prettier-ignore
    expect(await count('budgetSpent')).toEqual([['writer', 'tokens', 50], ['writer', 'money', 70]]); // prettier-ignore
    expect(await count('budgetLeased')).toEqual([['writer', 'tokens', 0], ['writer', 'money', 0]]); // prettier-ignore
    expect(await count('budgetExhausted')).toEqual([['writer', 'tokens', 1]]);
  });

  it('is counted for the agent whose asking died', async () => {
    const metrics = createMetrics('spec');
    const record = await nextRecord(nextConversation());
    const dying = new AbortController();
    const hanging = preparing(({ record: keep }) =>
      keep('write', { upTo: { tokens: 40 } }, () => (dying.abort(), new Promise<never>(() => undefined))),
    );
    await expect(instanceOf(hanging).handle(record, dying.signal)).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await instanceOf(spending(40, 10), 'writer', metrics).handle(record);
    expect((await metrics.budgetSpent.get()).values).toMatchObject([{ value: 50 }, { value: 0 }]);
  });
});

describe('what is used up', () => {
  it('dead-letters the event that wanted more, and is told once, by whichever agent met it first', async () => {
    const conversation = nextConversation();
    const writer = instanceOf(spending(60));
    const reader = instanceOf({ ...spending(60), name: 'reader' }, 'reader');
    for (let n = 0; n < 3; n += 1) await writer.handle(await nextRecord(conversation));
    await reader.handle(await nextRecord(conversation));
    expect(writer.said()).toEqual(['order.verified', 'BUDGET_EXHAUSTED', 'budget.exhausted', 'BUDGET_EXHAUSTED']);
    expect(reader.said()).toEqual(['BUDGET_EXHAUSTED']);
    expect(await writer.exhausted()).toMatchObject([
      { id: deriveId('budget', conversation, 'tokens'), resource: 'tokens', limit: 100, spent: 60, agent: 'writer' },
    ]);
  });

  it('is told with what an agent concludes that does without', async () => {
    const modest = preparing(async ({ record }) => {
      try {
        const upTo = { tokens: 40, moneyMicros: 2_000 };
        return await record('write', { upTo }, () => ({ answer: 'dear', used: { tokens: 12, moneyMicros: 700 } }));
      } catch (error) {
        if (TroupeError.is(error) && error.code === 'BUDGET_EXHAUSTED') return 'cheap';
        throw error;
      }
    });
    const { handle, said, exhausted } = instanceOf(modest);
    await handle(await nextRecord(nextConversation()));
    expect(said()).toEqual(['order.verified', 'budget.exhausted']);
    expect(await exhausted()).toMatchObject([{ resource: 'money', limit: 1_000, spent: 0 }]);
  });

  it('may be hops, and can be read though none are left', async () => {
    const conversation = nextConversation();
    const { handle, said, exhausted } = instanceOf(spending(1));
    await handle(await nextRecord(conversation, { hops: 0, lamport: 9 }));
    await handle(await nextRecord(conversation, { hops: 0 }));
    expect(said()).toEqual(['budget.exhausted']);
    expect(await exhausted()).toMatchObject([{ hops: '0', resource: 'hops', limit: null, spent: 9 }]);
  });
});

describe('a deadline that has passed', () => {
  const past = (): Partial<Envelope> => ({ deadlineMs: Date.now() - 5_000 });

  it.each([false, true])('is told once, with the event that met it (pure: %s)', async (pure) => {
    const conversation = nextConversation();
    const { handle, said, exhausted } = instanceOf(
      defineAgent({
        name: 'writer',
        publishes: [OrderVerified],
        ...(pure && { pure }),
        on: [when(TransactionCreated, () => verified('late'))],
      }),
    );
    await handle(await nextRecord(conversation, past()));
    await handle(await nextRecord(conversation, past()));
    expect(said()).toEqual(['budget.exhausted']);
    const [told] = await exhausted();
    expect(told).toMatchObject({ id: deriveId('budget', conversation, 'deadline'), resource: 'deadline', limit: null });
  });

  it('is told when it passes while something is prepared', async () => {
    const { handle, said, exhausted } = instanceOf(preparing(() => new Promise((resolve) => setTimeout(resolve, 150))));
    await handle(await nextRecord(nextConversation(), { deadlineMs: Date.now() + 100 }));
    expect(said()).toEqual(['budget.exhausted']);
    expect(await exhausted()).toMatchObject([{ resource: 'deadline' }]);
  });
});

describe('the events of a conversation', () => {
  const echo = (name: string, limit: number, pure = false): AgentDefinition =>
    defineAgent({
      name,
      publishes: [OrderVerified],
      limits: { eventsPerConversation: limit },
      ...(pure && { pure }),
      on: [when(TransactionCreated, () => verified('echo'))],
    });
  const stored = async (conversationId: string) => {
    const { rows } = await sql<{ events: number }>`
      select events from busy_conversations where conversation_id = ${conversationId}`.execute(database('writer').db);
    return rows[0]?.events;
  };

  it.each([false, true])('are as many as an agent may handle, and that is told once (pure: %s)', async (pure) => {
    const conversation = nextConversation();
    const { handle, said, exhausted } = instanceOf(echo('writer', 20, pure));
    for (let n = 0; n < 25; n += 1) await handle(await nextRecord(conversation));
    expect(said()).toEqual([...Array<string>(20).fill('order.verified'), 'budget.exhausted']);
    expect(await exhausted()).toMatchObject([{ resource: 'events', limit: 20, spent: 20, agent: 'writer' }]);
  });

  it('are counted by whichever instance decides them, and a duplicate not at all', async () => {
    const conversation = nextConversation();
    const records: IncomingRecord[] = [];
    for (let n = 0; n < 10; n += 1) records.push(await nextRecord(conversation));
    const [one, other] = [instanceOf(echo('writer', 40)), instanceOf(echo('writer', 40))];
    for (const record of records) await one.handle(record);
    for (const record of records) await other.handle(record);
    expect(await stored(conversation)).toBe(10);
  });

  it('are exactly as many as there may be, however often the conversation is handed over', async () => {
    const conversation = nextConversation();
    const said: string[] = [];
    for (let handOver = 0; handOver < 10; handOver += 1) {
      const instance = instanceOf(echo('writer', 20));
      for (let n = 0; n < 3; n += 1) await instance.handle(await nextRecord(conversation));
      said.push(...instance.said());
    }
    expect(said).toEqual([...Array<string>(20).fill('order.verified'), 'budget.exhausted']);
    expect(await stored(conversation)).toBe(20);
  });

  it('are exactly as many when two instances decide about one conversation at the same time', async () => {
    const conversation = nextConversation();
    const instances = [instanceOf(echo('writer', 20)), instanceOf(echo('writer', 20))];
    const records = await Promise.all(Array.from({ length: 40 }, () => nextRecord(conversation)));
    await Promise.all(records.map((record, index) => instances[index % 2]!.handle(record)));
    const said = instances.flatMap((instance) => instance.said());
    expect(said.toSorted()).toEqual(['budget.exhausted', ...Array<string>(20).fill('order.verified')]);
  });

  it('cost no model call beyond the last, also where another instance had them', async () => {
    const conversation = nextConversation();
    let asked = 0;
    const asking = (): AgentDefinition => ({
      ...preparing(({ record }) => record('write', () => (asked += 1))),
      limits: { eventsPerConversation: 3 },
    });
    for (let n = 0; n < 5; n += 1) await instanceOf(asking()).handle(await nextRecord(conversation));
    expect(asked).toBe(3);
  });
});
