import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineAgent, loadServiceConfig, runAgent, runService, when, type ServiceHandle } from '@troupe/agent-sdk';
import { OrderFlagged, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { createLedgerReader } from '@troupe/ledger-reader';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { LEDGER, startLedger } from './ledger.ts';

const LARGE = 5_000_000;
const text = 'x'.repeat(LARGE);

const writer = defineAgent({
  name: 'large-writer',
  publishes: [OrderVerified],
  on: [when(TransactionCreated, () => OrderVerified({ score: 0, reasons: [], decidedBy: text }))],
});
const echo = defineAgent({
  name: 'large-echo',
  publishes: [OrderFlagged],
  on: [when(OrderVerified, ({ data }) => OrderFlagged({ score: 1, reasons: [], decidedBy: `echo ${data.decidedBy}` }))],
});
const order = TransactionCreated({
  customerId: 'c-1',
  placedAt: 0,
  country: 'GB',
  currency: 'GBP',
  totalMinor: 1_000,
  lines: [{ sku: '85123A', description: 'holder', quantity: 2, unitPriceMinor: 500 }],
});

let place: IsolatedStack;
let log: EventLog;
const services: ServiceHandle[] = [];

beforeAll(async () => {
  place = await isolated('large-events');
  log = await openEventLog(place, { deadLettersOf: [writer.name, echo.name, LEDGER] });
  const config = (name: string) => loadServiceConfig({ ...place.env, LOG_LEVEL: 'fatal' }, { name });
  for (const agent of [writer, echo])
    services.push(await runAgent(agent, { config: config(agent.name), standalone: false }));
  services.push(await runService({ config: config(LEDGER), standalone: false, start: startLedger }));
}, 120_000);

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await log.close();
  await place.drop();
}, 60_000);

describe('an event of 5 MB', () => {
  it('goes through two agents and is in the timeline as a whole', async () => {
    const conversationId = randomUUID();
    await log.publish(order, { conversationId });
    const reader = createLedgerReader({ url: place.databaseUrl });
    const events = await eventually(
      async () => {
        const found = await reader.events(conversationId, { after: 0, limit: 10 });
        expect(found.map(({ type }) => type).toSorted()).toEqual([
          'order.flagged',
          'order.verified',
          'transaction.created',
        ]);
        return found;
      },
      { timeoutMs: 30_000 },
    );
    const data = Object.fromEntries(events.map((event) => [event.type, event.data]));
    expect(data['order.verified']).toMatchObject({ decidedBy: text });
    expect(data['order.flagged']).toMatchObject({ decidedBy: `echo ${text}` });
    expect(log.deadLetters()).toEqual([]);
    await reader.close();
  }, 60_000);
});
