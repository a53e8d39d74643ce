import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import type { LocalStack } from '@troupe/local-stack';
import { eventually, openEventLog, ownStack, placeOn, type EventLog } from '@troupe/testing';
import { sql, type Transaction } from 'kysely';
import { loadServiceConfig, type ServiceConfig } from './config.ts';
import { defineAgent } from './define-agent.ts';
import { definitions, order } from './delivery/pipeline.fixture.ts';
import { runAgent } from './run-agent.ts';
import type { ServiceHandle } from './service/run-service.ts';
import { when } from './when.ts';

interface Tables {
  handled: { id: string };
}

const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
const agent = defineAgent({
  name: 'steady-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated, async ({ envelope }, { tx }) => {
      const own: Transaction<Tables> = tx;
      await own.insertInto('handled').values({ id: envelope.id }).execute();
      return verified;
    }),
  ],
});
const createHandled = {
  up: async (db: Transaction<unknown>): Promise<void> => {
    await sql`create table handled (id text primary key)`.execute(db);
  },
};

let stack: LocalStack;
let log: EventLog;
let running: ServiceHandle;
let config: ServiceConfig;
beforeAll(async () => {
  stack = await ownStack();
  const place = placeOn(stack, 'outages.');
  log = await openEventLog(place, { deadLettersOf: [agent.name], events: definitions });
  config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'fatal' }, { name: agent.name });
  running = await runAgent(agent, { config, standalone: false, migrations: { '0001-handled': createHandled } });
}, 120_000);
afterAll(async () => {
  await running.stop();
  await log.close();
  await stack.stop();
}, 60_000);

const readiness = async (): Promise<{ ready: boolean; failed: readonly string[] }> => {
  const response = await fetch(`${running.url}/health/ready`);
  // The health server answers with this shape.
  const { failed } = (await response.json()) as { failed: readonly string[] };
  return { ready: response.ok, failed };
};

/** Asks for as long as `during` runs, about twenty times a second. */
const askWhile = async (during: () => Promise<void>): Promise<readonly string[]> => {
  const asked: Promise<string>[] = [];
  const ask = async (): Promise<string> => {
    const conversationId = randomUUID();
    await log.publish(TransactionCreated(order.data), { conversationId });
    return conversationId;
  };
  const timer = setInterval(() => asked.push(ask()), 50);
  await during().finally(() => clearInterval(timer));
  return Promise.all(asked);
};

const answeredOnce = (conversations: readonly string[]): Promise<void> =>
  eventually(
    () => {
      const distinct = conversations.map((id) => new Set(log.concluded(id).map(({ envelope }) => envelope.id)).size);
      expect(distinct.filter((count) => count !== 1)).toEqual([]);
    },
    { timeoutMs: 90_000, intervalMs: 500 },
  );

describe('an agent whose servers go away and come back', () => {
  it.each(['database', 'registry', 'kafka'] as const)(
    'waits for the %s, says so, and goes on with nothing lost or doubled',
    async (server) => {
      const conversations = await askWhile(async () => {
        await stack.kill(server);
        await eventually(async () => expect((await readiness()).failed).toContain(server), { timeoutMs: 20_000 });
        await stack.start(server);
        await eventually(async () => expect(await readiness()).toEqual({ ready: true, failed: [] }), {
          timeoutMs: 60_000,
        });
      });
      expect(conversations.length).toBeGreaterThan(10);
      await answeredOnce(conversations);
      expect(log.deadLetters()).toEqual([]);
    },
    210_000,
  );

  it('starts while everything is away, and is there when they are', async () => {
    await stack.kill('database');
    await stack.kill('registry');
    const starting = runAgent(agent, { config, standalone: false });
    await stack.start('database');
    await stack.start('registry');
    const late = await starting;
    await late.stop();
    expect(await late.finished).toBe(0);
  }, 120_000);
});
