import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deriveId, OrderFlagged, OrderVerified, TransactionCreated, type Draft } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import type { OutgoingRecord } from '@troupe/messaging';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { sql, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import pino from 'pino';
import { createDelivery, type Delivery } from './agent-delivery.ts';
import { agentMigrations } from './agent-migrations.ts';
import { defineAgent, type AgentDefinition } from './define-agent.ts';
import { codec, flagged, order, recordOf, task, verified } from './delivery/pipeline.fixture.ts';
import { TerminalError } from './terminal-error.ts';
import { when } from './when.ts';

interface Tables {
  handled: { id: string };
}

/** Remembers every event that it handled, and concludes what it is told. */
const agentThat = (conclude: (tx: Transaction<Tables>) => Promise<typeof verified | typeof flagged>): AgentDefinition =>
  defineAgent({
    name: 'fraud-agent',
    publishes: [OrderVerified, OrderFlagged],
    retry: { attempts: 2, initial: '1ms', max: '1ms' },
    on: [
      when(TransactionCreated, async ({ envelope }, { tx }) => {
        const own: Transaction<Tables> = tx;
        await own.insertInto('handled').values({ id: envelope.id }).execute();
        return conclude(own);
      }),
    ],
  });
const saying = (draft: typeof verified | typeof flagged) => agentThat(() => Promise.resolve(draft));

const createHandled: Migration = {
  up: async (db) => {
    await sql`create table handled (id text not null)`.execute(db);
  },
};

let place: IsolatedStack;
let database: Database<object>;
const deliveries: Delivery[] = [];
beforeAll(async () => {
  place = await isolated('delivery');
  database = connectDatabase({ url: place.databaseUrl, schema: 'fraud_agent', applicationName: 'delivery' });
  await migrate(database, agentMigrations(saying(verified), { '0001-handled': createHandled }));
});
afterAll(async () => {
  for (const delivery of deliveries) await delivery.close();
  await database.close();
  await place.drop();
});

type Publish = (records: readonly OutgoingRecord[]) => Promise<void>;

const deliveryOf = (agent: AgentDefinition, publish: Publish): Delivery => {
  const delivery = createDelivery({
    agent,
    codec,
    database,
    log: pino({ level: 'silent' }),
    publisher: { publish },
    // Nobody sweeps but who says so.
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  deliveries.push(delivery);
  return delivery;
};

let events = 0;
const nextRecord = (draft: Draft = order) => {
  const id = deriveId('event', process.pid, (events += 1));
  return recordOf(draft, { id, conversationId: deriveId('conversation', id) }, BigInt(events));
};
const timesHandled = async (id: string | undefined): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from handled where id = ${id}`.execute(database.db);
  return rows[0]?.n ?? 0;
};
const gather = (): { published: OutgoingRecord[]; publish: Publish } => {
  const published: OutgoingRecord[] = [];
  return { published, publish: (records) => Promise.resolve(void published.push(...records)) };
};

describe('the delivery of an agent with a store', () => {
  it('publishes the stored result after a crash between decision and publication, though it would answer differently now', async () => {
    const record = await nextRecord();
    const stuck = deliveryOf(saying(verified), () => new Promise(() => undefined));
    const abandoned = stuck.handle(record, task());
    await eventually(async () => expect(await timesHandled(record.headers['ce_id'])).toBe(1));
    await stuck.close();
    await expect(abandoned).rejects.toMatchObject({ code: 'TASK_ABORTED' });

    const { published, publish } = gather();
    const restarted = deliveryOf(saying(flagged), publish);
    await restarted.sweep([record.partition], task().signal);
    await restarted.handle(record, task());
    expect(published.map(({ topic }) => topic)).toEqual(['order.verified']);
    expect(await timesHandled(record.headers['ce_id'])).toBe(1);
  });

  it('decides once when a zombie handles the same events at the same time', async () => {
    const records = await Promise.all(Array.from({ length: 50 }, () => nextRecord()));
    const { published, publish } = gather();
    const [owner, zombie] = [deliveryOf(saying(verified), publish), deliveryOf(saying(flagged), publish)];
    await Promise.all(records.flatMap((record) => [owner.handle(record, task()), zombie.handle(record, task())]));
    for (const record of records) {
      const answers = published.filter(({ headers }) => headers['ce_causationid'] === record.headers['ce_id']);
      expect(new Set(answers.map(({ topic }) => topic)).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => headers['ce_id'])).size).toBe(1);
      expect(await timesHandled(record.headers['ce_id'])).toBe(1);
    }
  });

  it('lets a poisoned event fail by itself, with nothing of what it wrote kept', async () => {
    const poison = await nextRecord(TransactionCreated({ ...order.data, customerId: 'poison' }));
    const records = await Promise.all(Array.from({ length: 20 }, () => nextRecord()));
    const { published, publish } = gather();
    const agent = defineAgent({
      name: 'fraud-agent',
      publishes: [OrderVerified],
      on: [
        when(TransactionCreated, async ({ data, envelope }, { tx }) => {
          const own: Transaction<Tables> = tx;
          await own.insertInto('handled').values({ id: envelope.id }).execute();
          if (data.customerId === 'poison') throw new TerminalError('poisoned');
          return verified;
        }),
      ],
    });
    const delivery = deliveryOf(agent, publish);
    await Promise.all([poison, ...records].map((record) => delivery.handle(record, task())));
    expect(published.filter(({ topic }) => topic === 'order.verified')).toHaveLength(20);
    expect(published.filter(({ topic }) => topic === 'fraud-agent.dead')).toMatchObject([
      { key: poison.key, value: poison.value, headers: { 'troupe-dead-code': 'TERMINAL' } },
    ]);
    expect(await timesHandled(poison.headers['ce_id'])).toBe(0);
    for (const record of records) expect(await timesHandled(record.headers['ce_id'])).toBe(1);
  });

  it('never both gives an event up and concludes from it', async () => {
    const record = await nextRecord();
    const { published, publish } = gather();
    const failing = deliveryOf(
      agentThat(() => Promise.reject(new Error('broken'))),
      publish,
    );
    await failing.handle(record, task());
    const mended = deliveryOf(saying(verified), publish);
    await mended.handle(record, task());
    expect(new Set(published.map(({ topic }) => topic))).toEqual(new Set(['fraud-agent.dead', 'event.held']));
    expect(await timesHandled(record.headers['ce_id'])).toBe(0);
  });
});
