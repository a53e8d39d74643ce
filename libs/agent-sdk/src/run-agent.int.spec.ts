import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ItemsReserved,
  OrderCancelled,
  OrderFlagged,
  OrderVerified,
  TransactionCreated,
  type Event,
} from '@troupe/contracts';
import type { Migrations } from '@troupe/database';
import { registerSchemas } from '@troupe/messaging';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { sql, type Transaction } from 'kysely';
import { loadServiceConfig } from './config.ts';
import { defineAgent, EVERY_AGENT_PUBLISHES, type AgentDefinition } from './define-agent.ts';
import { definitions, order } from './delivery/pipeline.fixture.ts';
import type { Conclusion } from './reaction.ts';
import { runAgent } from './run-agent.ts';
import type { ServiceHandle } from './service/run-service.ts';
import { TerminalError } from './terminal-error.ts';
import { when } from './when.ts';

interface Tables {
  handled: { id: string };
}

const NAMES = ['plain-agent', 'pure-agent', 'poisoned-agent', 'byte-agent', 'pair-agent', 'slow-agent', 'join-agent'];
const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
const flagged = OrderFlagged({ score: 0.9, reasons: [], decidedBy: 'rules@1' });
const migrations: Migrations = {
  '0001-handled': {
    up: async (db) => {
      await sql`create table handled (id text not null)`.execute(db);
    },
  },
};

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated('run-agent');
  log = await openEventLog(place, { deadLettersOf: NAMES, events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const running: ServiceHandle[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((agent) => agent.stop()));
}, 60_000);

const start = async (agent: AgentDefinition): Promise<ServiceHandle> => {
  const env = { ...place.env, LOG_LEVEL: 'fatal' };
  const config = loadServiceConfig(env, { name: agent.name, database: !agent.pure });
  const handle = await runAgent(agent, { config, standalone: false, ...(!agent.pure && { migrations }) });
  running.push(handle);
  return handle;
};

const agentThat = (name: string, conclude: (event: Event) => Conclusion | Promise<Conclusion>): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified, OrderFlagged],
    retry: { attempts: 2, initial: '10ms', max: '10ms' },
    on: [
      when(TransactionCreated, async (event, { tx }) => {
        const own: Transaction<Tables> = tx;
        await own.insertInto('handled').values({ id: event.envelope.id }).execute();
        // The specs conclude what is declared.
        return (await conclude(event)) as typeof verified;
      }),
    ],
  });

const from = (name: string, conversationId: string): readonly Event[] =>
  log.concluded(conversationId).filter(({ envelope }) => envelope.source === name);
const ask = async (customerId = 'c-1', conversationId: string = randomUUID()) =>
  log.publish(TransactionCreated({ ...order.data, customerId }), { conversationId });
const answered = (name: string, conversationId: string, times = 1): Promise<void> =>
  eventually(() => expect(from(name, conversationId)).toHaveLength(times), { timeoutMs: 20_000 });
const deadLettersOf = (name: string) => log.deadLetters().filter(({ topic }) => topic === `${name}.dead`);
const ready = async ({ url }: ServiceHandle): Promise<number> => (await fetch(`${url}/health/ready`)).status;

describe('runAgent', () => {
  it('runs an agent of three lines end to end', async () => {
    const handle = await start(
      defineAgent({ name: 'plain-agent', publishes: [OrderVerified], on: [when(TransactionCreated, () => verified)] }),
    );
    const { envelope } = await ask();
    await answered('plain-agent', envelope.conversationId);
    expect(from('plain-agent', envelope.conversationId)).toMatchObject([
      { type: 'order.verified', data: verified.data, envelope: { causationId: envelope.id, hops: envelope.hops - 1 } },
    ]);
    await eventually(async () => expect(await ready(handle)).toBe(200));
    const metrics = await (await fetch(`${handle.url}/metrics`)).text();
    expect(metrics).toMatch(/troupe_events_total\{[^}]*outcome="decided"[^}]*\} 1/);
  }, 60_000);

  it('runs a pure agent without a database', async () => {
    await start(
      defineAgent({
        name: 'pure-agent',
        publishes: [OrderVerified],
        pure: true,
        on: [when(TransactionCreated, () => verified)],
      }),
    );
    const { envelope } = await ask();
    await answered('pure-agent', envelope.conversationId);
  }, 60_000);

  it('dead-letters what its handler cannot handle, and goes on with the next conversation', async () => {
    await start(
      agentThat('poisoned-agent', ({ data }) => {
        if ((data as typeof order.data).customerId === 'poison') throw new TerminalError('poisoned');
        return verified;
      }),
    );
    const { envelope } = await ask('poison');
    const other = await ask('c-1');
    await answered('poisoned-agent', other.envelope.conversationId);
    await eventually(() => expect(deadLettersOf('poisoned-agent')).toHaveLength(1));
    expect(deadLettersOf('poisoned-agent')[0]).toMatchObject({
      key: envelope.conversationId,
      headers: { ce_id: envelope.id, 'troupe-dead-code': 'TERMINAL', 'troupe-dead-agent': 'poisoned-agent' },
    });
  }, 60_000);

  it('dead-letters bytes that are not Avro and a schema that nobody knows, and goes on', async () => {
    await start(agentThat('byte-agent', () => verified));
    const bytes = [Buffer.from('not avro'), Buffer.from([0, 0, 15, 66, 63, 1, 2, 3])];
    const publisher = await log.messaging.publisher();
    for (const [index, value] of bytes.entries()) {
      const key = randomUUID();
      const headers = {
        ce_id: `bad-${index}`,
        ce_type: 'transaction.created',
        ce_source: 'spec',
        ce_time: '2026-01-01T00:00:00.000Z',
        ce_specversion: '1.0',
        ce_correlationid: key,
        ce_lamport: '0',
        ce_hops: '9',
        ce_tenant: 'default',
      };
      await publisher.publish([{ topic: 'transaction.created', key, value, headers }]);
    }
    await publisher.publish([{ topic: 'transaction.created', key: 'nobody', value: null, headers: {} }]);
    const { envelope } = await ask();
    await answered('byte-agent', envelope.conversationId);
    await eventually(() => expect(deadLettersOf('byte-agent')).toHaveLength(3));
    const causes = deadLettersOf('byte-agent').map(({ headers, value }) => [headers['troupe-dead-code'], value]);
    expect(Object.fromEntries(causes)).toEqual({
      BYTES_UNDECODABLE: bytes[0],
      SCHEMA_UNKNOWN: bytes[1],
      ENVELOPE_INVALID: null,
    });
  }, 60_000);

  it('handles every event once while instances come and go', async () => {
    const agent = agentThat('pair-agent', () => verified);
    const first = await start(agent);
    const early = await Promise.all(Array.from({ length: 40 }, () => ask('pair')));
    await start(agent);
    const during = await Promise.all(Array.from({ length: 40 }, () => ask('pair')));
    await first.stop();
    const late = await Promise.all(Array.from({ length: 40 }, () => ask('pair')));
    const conversations = [...early, ...during, ...late].map(({ envelope }) => envelope.conversationId);
    await eventually(
      () => {
        const missing = conversations.filter((id) => from('pair-agent', id).length === 0);
        expect(missing).toEqual([]);
      },
      { timeoutMs: 30_000 },
    );
    for (const id of conversations)
      expect(new Set(from('pair-agent', id).map(({ envelope }) => envelope.id)).size).toBe(1);
  }, 90_000);

  it('finishes what it has begun before it stops', async () => {
    const begun = Promise.withResolvers<string>();
    const ending = Promise.withResolvers<undefined>();
    const handle = await start(
      agentThat('slow-agent', async ({ data, envelope }) => {
        if ((data as typeof order.data).customerId !== 'slow') return undefined;
        begun.resolve(envelope.id);
        await ending.promise;
        return verified;
      }),
    );
    const { envelope } = await ask('slow');
    await begun.promise;
    const stopping = handle.stop();
    ending.resolve(undefined);
    await stopping;
    expect(await handle.finished).toBe(0);
    await answered('slow-agent', envelope.conversationId);
  }, 60_000);

  it('joins two events, and concludes otherwise when the second does not come in time', async () => {
    await start(
      defineAgent({
        name: 'join-agent',
        publishes: [OrderVerified, OrderFlagged],
        on: [
          when(ItemsReserved)
            .with(OrderCancelled, { within: '1s', otherwise: () => flagged })
            .then(() => verified),
        ],
      }),
    );
    const [both, alone] = [randomUUID(), randomUUID()];
    await log.publish(ItemsReserved({ lines: [] }), { conversationId: alone });
    await log.publish(OrderCancelled({ reason: 'changed my mind', requestedAt: 0 }), { conversationId: both });
    await log.publish(ItemsReserved({ lines: [] }), { conversationId: both });
    await answered('join-agent', both);
    await answered('join-agent', alone);
    expect([...from('join-agent', both), ...from('join-agent', alone)].map(({ type }) => type)).toEqual([
      'order.verified',
      'order.flagged',
    ]);
  }, 60_000);

  it('does not start before schemas and topics are there, and says which is missing', async () => {
    const bare = await isolated('bare');
    const config = loadServiceConfig({ ...bare.env, LOG_LEVEL: 'silent' }, { name: 'pure-agent', database: false });
    const agent = defineAgent({
      name: 'pure-agent',
      publishes: [],
      pure: true,
      on: [when(TransactionCreated, () => undefined)],
    });
    const missing = (code: string) => ({ code, message: expect.stringContaining('transaction.created') });
    await expect(runAgent(agent, { config, standalone: false })).rejects.toMatchObject(missing('SCHEMA_UNKNOWN'));
    await registerSchemas({ url: bare.schemaRegistryUrl, prefix: bare.prefix }, [
      TransactionCreated,
      ...EVERY_AGENT_PUBLISHES,
    ]);
    await expect(runAgent(agent, { config, standalone: false })).rejects.toMatchObject(missing('TOPIC_MISMATCH'));
    await bare.drop();
  }, 60_000);
});
