import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ItemsReserved, OrderConfirmed, OrderVerified } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { LEDGER_SCHEMA, type LedgerTables } from '@troupe/ledger-reader';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { when } from '../when.ts';
import { openConversations, type StartFrom } from './start-from.ts';

const agentOf = (name: string, pure = false) =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    pure,
    on: [when(ItemsReserved, () => OrderVerified({ score: 0, reasons: [], decidedBy: name }))],
  });

const NAMES = ['early-agent', 'late-agent', 'catching-agent'];
const reserved = ItemsReserved({ lines: [] });

let place: IsolatedStack;
let log: EventLog;
const running: ServiceHandle[] = [];

/** Of the ledger's table, what is asked of it: which events a conversation has. */
const keepInLedger = async (conversationId: string, type: string): Promise<void> => {
  const database = connectDatabase<LedgerTables>({ url: place.databaseUrl, schema: LEDGER_SCHEMA });
  await sql`create schema if not exists ledger`.execute(database.db);
  await sql`create table if not exists ledger.events (conversation_id text, type text)`.execute(database.db);
  await sql`insert into ledger.events values (${conversationId}, ${type})`.execute(database.db);
  await database.close();
};

beforeAll(async () => {
  place = await isolated('start-from');
  log = await openEventLog(place, { deadLettersOf: NAMES, events: [ItemsReserved, OrderVerified, OrderConfirmed] });
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((agent) => agent.stop()));
  await log.close();
  await place.drop();
}, 60_000);

const start = async (name: string, startFrom: StartFrom, pure = false): Promise<void> => {
  const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'fatal' }, { name });
  running.push(await runAgent(agentOf(name, pure), { config, standalone: false, startFrom }));
};
const reserve = async () => (await log.publish(reserved, { conversationId: randomUUID() })).envelope.conversationId;
const answered = (id: string) =>
  log
    .concluded(id)
    .map(({ envelope }) => envelope.source)
    .toSorted();

describe('a new agent', () => {
  it('starts from the beginning, from the latest event, or with what goes on, as it is told', async () => {
    const [open, ended] = [await reserve(), await reserve()];
    await keepInLedger(open, 'items.reserved');
    await keepInLedger(ended, 'order.confirmed');
    await start('early-agent', 'beginning');
    await start('late-agent', 'latest');
    await start('catching-agent', openConversations({ endedBy: [OrderConfirmed] }));
    const since = await reserve();
    await eventually(() => expect(answered(since)).toEqual(NAMES.toSorted()), { timeoutMs: 30_000 });
    await eventually(() => expect(answered(open)).toEqual(['catching-agent', 'early-agent']), { timeoutMs: 30_000 });
    await eventually(() => expect(answered(ended)).toEqual(['early-agent']), { timeoutMs: 30_000 });
  }, 120_000);

  it('that is pure has nowhere to keep when it began, and is refused', async () => {
    await expect(start('pure-agent', 'latest', true)).rejects.toMatchObject({ code: 'DEFINITION_INVALID' });
  });
});
