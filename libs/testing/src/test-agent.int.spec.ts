import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agentMigrations, defineAgent, TerminalError, when, type AgentContext } from '@troupe/agent-sdk';
import { ItemsReserved, OrderFlagged, OrderVerified, ShipmentBooked } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isolated, type IsolatedStack } from './stack-isolated.ts';
import { deliver } from './delivered-event.ts';
import { testAgent } from './test-agent.ts';

interface Tables {
  seen: { conversation: string; pieces: number };
}

const counted = (pieces: number) => OrderVerified({ score: pieces, reasons: [], decidedBy: 'counter@1' });
const missing = OrderFlagged({ score: 1, reasons: [], decidedBy: 'counter@1' });
const reserved = (quantity: number) => ItemsReserved({ lines: [{ sku: '85123A', quantity }] });
const booked = ShipmentBooked({
  carrier: 'post',
  service: 'standard',
  zone: 'home',
  weightGrams: 100,
  rateMinor: 500,
  currency: 'GBP',
  shipsOn: 20_000,
  promisedOn: 20_002,
});

/** Adds up what was reserved in a conversation. */
const counter = defineAgent({
  name: 'counter',
  publishes: [OrderVerified],
  on: [
    when(ItemsReserved, async ({ data, envelope }, { tx }: AgentContext<Tables>) => {
      const pieces = data.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      if (pieces < 0) throw new TerminalError('fewer than none');
      await tx.insertInto('seen').values({ conversation: envelope.conversationId, pieces }).execute();
      const { total } = await tx
        .selectFrom('seen')
        .select(({ fn }) => fn.sum<string>('pieces').as('total'))
        .where('conversation', '=', envelope.conversationId)
        .executeTakeFirstOrThrow();
      return counted(Number(total));
    }),
  ],
});

const joiner = defineAgent({
  name: 'joiner',
  publishes: [OrderVerified, OrderFlagged],
  on: [
    when(ItemsReserved)
      .with(ShipmentBooked, { within: '10m', otherwise: () => missing })
      .then(({ data }) => counted(data.lines.length)),
  ],
});

/** Asks a model, which tells each question apart. */
let asked = 0;
const asker = defineAgent({
  name: 'asker',
  publishes: [OrderVerified],
  on: [
    when(ItemsReserved)
      .prepare((_, { record }) => record('count', () => ({ total: (asked += 1) })))
      .then((_, { total }) => counted(total)),
  ],
});

const createSeen: Migration = {
  up: async (db) => {
    await sql`create table seen (conversation text not null, pieces integer not null)`.execute(db);
  },
};

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('test-agent');
  database = connectDatabase({ url: place.databaseUrl, schema: 'counter', applicationName: 'test-agent' });
  await migrate(database, {
    ...agentMigrations(counter, { '0001-seen': createSeen }),
    ...agentMigrations(joiner),
    ...agentMigrations(asker),
  });
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

describe('testAgent with a store', () => {
  it('keeps what was given and looks only at what follows', () =>
    testAgent(counter, { database }).given(reserved(2)).when(reserved(3)).thenPublishes(counted(5)));

  it('counts an event that is delivered twice once', async () => {
    const event = deliver(reserved(2), { conversationId: 'twice' });
    await testAgent(counter, { database }).when(event, event).thenPublishes(counted(2));
  });

  it('publishes the stored decision again for a later run, and changes no state', async () => {
    const event = deliver(reserved(2), { conversationId: 'again' });
    await testAgent(counter, { database }).when(event).thenPublishes(counted(2));
    await testAgent(counter, { database })
      .given(event)
      .when(deliver(reserved(1), { conversationId: 'again' }))
      .thenPublishes(counted(3));
  });

  it('sees a dead letter by its code', () =>
    testAgent(counter, { database }).when(reserved(-1)).thenDeadLetters('TERMINAL'));

  it('joins two events', () => testAgent(joiner, { database }).when(booked, reserved(1)).thenPublishes(counted(1)));

  it('lets time pass for an event whose partner does not come', async () => {
    await testAgent(joiner, { database }).when(reserved(1)).after('9m').thenPublishesNothing();
    await testAgent(joiner, { database }).when(reserved(1)).after('11m').thenPublishes(missing);
  });

  it('shows what was recorded, and that an answer outlasts its process', async () => {
    asked = 6;
    const event = deliver(reserved(1), { conversationId: 'asked' });
    await testAgent(asker, { database })
      .interrupted(event)
      .thenRecords({ step: 'count', answer: { total: 7 } });
    await testAgent(asker, { database }).interrupted(event).when(event, event).thenPublishes(counted(7));
    expect(asked).toBe(7);
  });

  it('asks for a database', async () => {
    await expect(testAgent(counter).when(reserved(1)).thenPublishesNothing()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
