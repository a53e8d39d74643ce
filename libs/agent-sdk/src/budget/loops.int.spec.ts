import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_HOPS,
  ItemsReserved,
  OrderFlagged,
  OrderVerified,
  type BudgetExhausted,
  type Event,
} from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { loadServiceConfig } from '../config.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { when } from '../when.ts';
import { definitions } from '../delivery/pipeline.fixture.ts';

const verified = OrderVerified({ score: 0, reasons: [], decidedBy: 'rules@1' });
const flagged = OrderFlagged({ score: 1, reasons: [], decidedBy: 'rules@1' });
const patient = { timeoutMs: 40_000 };

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated('loops');
  log = await openEventLog(place, { deadLettersOf: ['praising', 'blaming', 'storm'], events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const running: ServiceHandle[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((agent) => agent.stop()));
}, 60_000);
const start = async (agent: AgentDefinition): Promise<void> => {
  const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'fatal' }, { name: agent.name });
  running.push(await runAgent(agent, { config, standalone: false }));
};

/** How many events an agent has dealt with: when it is as many as there are, it has stopped by itself. */
const decidedBy = async (schema: string, conversationId: string): Promise<number> => {
  const database: Database = connectDatabase({ url: place.databaseUrl, schema });
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from decisions where conversation_id = ${conversationId}`.execute(database.db);
  await database.close();
  return rows[0]?.n ?? 0;
};
const exhaustedIn = (conversationId: string) =>
  log.concluded(conversationId).filter(({ type }) => type === 'budget.exhausted') as Event<
    'budget.exhausted',
    NonNullable<typeof BudgetExhausted.dataType>
  >[];

describe('events that lead to one another for ever', () => {
  it('stop when two agents have answered each other for as many hops as there are', async () => {
    await start(
      defineAgent({ name: 'praising', publishes: [OrderVerified], on: [when(OrderFlagged, () => verified)] }),
    );
    await start(defineAgent({ name: 'blaming', publishes: [OrderFlagged], on: [when(OrderVerified, () => flagged)] }));
    const conversationId = randomUUID();
    await log.publish(verified, { conversationId });
    await eventually(() => expect(exhaustedIn(conversationId)).toHaveLength(1), patient);
    const answers = log.concluded(conversationId).filter(({ type }) => type !== 'budget.exhausted');
    expect(answers).toHaveLength(DEFAULT_HOPS);
    expect(exhaustedIn(conversationId)).toMatchObject([{ data: { resource: 'hops', limit: null, agent: 'blaming' } }]);
    // The last one was dealt with by the one agent that reads it, and nothing came of it.
    expect(await decidedBy('praising', conversationId)).toBe(DEFAULT_HOPS / 2);
    expect(await decidedBy('blaming', conversationId)).toBe(DEFAULT_HOPS / 2 + 1);
  }, 90_000);

  it('stop in a storm, where each concludes three, at the events that an agent may handle of a conversation', async () => {
    const limit = 40;
    const drop = ItemsReserved({ lines: [] });
    const storm = defineAgent({
      name: 'storm',
      publishes: [ItemsReserved],
      limits: { eventsPerConversation: limit },
      on: [when(ItemsReserved, () => [drop, drop, drop])],
    });
    await start(storm);
    const conversationId = randomUUID();
    await log.publish(drop, { conversationId });
    await eventually(async () => expect(await decidedBy('storm', conversationId)).toBe(1 + 3 * limit), patient);
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(3 * limit + 1), patient);
    expect(exhaustedIn(conversationId)).toMatchObject([{ data: { resource: 'events', limit, spent: limit, agent: 'storm' } }]); // prettier-ignore
  }, 90_000);
});
