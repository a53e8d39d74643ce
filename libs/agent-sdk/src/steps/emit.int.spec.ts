import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { createSignalListener, type Signal, type SignalListener } from '@troupe/database';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { definitions, order } from '../delivery/pipeline.fixture.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { when } from '../when.ts';

const WORDS = ['It', 'looks', 'good'];

const writer = defineAgent({
  name: 'emitting-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated)
      .prepare((_, { record, emit }) =>
        record('write', () => {
          for (const word of WORDS) emit('tokens', word);
          return WORDS.join(' ');
        }),
      )
      .then((_, text) => OrderVerified({ score: 0, reasons: [], decidedBy: text })),
  ],
});

let place: IsolatedStack;
let log: EventLog;
let listener: SignalListener;
let running: ServiceHandle;
const heard: Signal[] = [];
beforeAll(async () => {
  place = await isolated('emit');
  log = await openEventLog(place, { deadLettersOf: [writer.name], events: definitions });
  listener = createSignalListener({ url: place.databaseUrl, service: 'spec' });
  listener.listen(undefined, (signal) => heard.push(signal), { signal: new AbortController().signal });
  const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name: writer.name });
  running = await runAgent(writer, { config, standalone: false });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await listener.close();
  await log.close();
  await place.drop();
}, 60_000);

describe('what an agent emits while it prepares', () => {
  it('is heard by whoever follows its conversation, in order, and is in no log', async () => {
    await log.publish(TransactionCreated(order.data), { conversationId: 'followed' });
    await eventually(() => expect(log.concluded('followed')).toHaveLength(1), { timeoutMs: 30_000 });
    await eventually(() => expect(heard).toHaveLength(WORDS.length));
    expect(heard).toEqual(WORDS.map((data) => ({ conversationId: 'followed', kind: 'tokens', data })));
    expect(log.concluded('followed')).toMatchObject([{ type: 'order.verified', data: { decidedBy: 'It looks good' } }]);
  }, 60_000);
});
