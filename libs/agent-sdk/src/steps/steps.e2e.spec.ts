import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stepKey, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import {
  eventually,
  isolated,
  openEventLog,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
  type ServiceProcess,
} from '@troupe/testing';
import { definitions, order } from '../delivery/pipeline.fixture.ts';
import { createStepStore } from './step-store.ts';

const NAME = 'asking-agent';
const main = join(import.meta.dirname, 'asking-main.fixture.ts');
const patient = { timeoutMs: 40_000 };

/** Stands for a model: what it was asked, by customer; `silent` are those whom it leaves without an answer. */
const asked: { customer: string; key: string | undefined }[] = [];
const silent = new Set<string>();
const unanswered: ServerResponse[] = [];
const model = createServer((request, response) => {
  const customer = request.url?.slice(1) ?? '';
  asked.push({ customer, key: request.headers['idempotency-key'] as string | undefined });
  if (silent.has(customer)) unanswered.push(response);
  else response.end(`answer ${asked.length}`);
});
const askedBy = (customer: string) => asked.filter((request) => request.customer === customer);

let place: IsolatedStack;
let log: EventLog;
let database: Database;
beforeAll(async () => {
  model.listen(0, '127.0.0.1');
  await once(model, 'listening');
  place = await isolated(NAME);
  log = await openEventLog(place, { deadLettersOf: [NAME], events: definitions });
  database = connectDatabase({ url: place.databaseUrl, schema: 'asking_agent' });
}, 60_000);
afterAll(async () => {
  model.closeAllConnections();
  model.close();
  await database.close();
  await log.close();
  await place.drop();
}, 60_000);

const start = (more: Record<string, string> = {}): Promise<ServiceProcess> => {
  const { port } = model.address() as AddressInfo;
  const env = { ...place.env, KAFKA_SESSION_TIMEOUT: '3s', MODEL_URL: `http://127.0.0.1:${port}`, ...more };
  return startServiceProcess({ main, env, name: NAME });
};
/** A conversation about one order, whose id is that of its customer. */
const ask = (customerId: string) =>
  log.publish(TransactionCreated({ ...order.data, customerId }), { conversationId: customerId });
const verdicts = (customer: string) =>
  log.concluded(customer).map(({ data }) => (data as { decidedBy: string }).decidedBy);

describe('an agent that is killed with kill -9', () => {
  it('asks nothing again that is answered, what died once more under the same key, and nothing a third time', async () => {
    silent.add('lost').add('unlucky');
    const first = await start({ HOLD_CUSTOMER: 'kept' });
    const [kept, lost, unlucky] = [await ask('kept'), await ask('lost'), await ask('unlucky')];
    const recorded = () => createStepStore(database.db).recorded(NAME, [kept.envelope.id]);
    await eventually(async () => {
      expect(asked).toHaveLength(3);
      expect(await recorded()).toMatchObject([{ stored: { answer: expect.stringMatching(/^answer/) } }]);
    }, patient);
    const [answered] = await recorded();
    await first.kill('SIGKILL');

    silent.delete('lost');
    const second = await start();
    await eventually(() => {
      expect(verdicts('kept')).toHaveLength(1);
      expect(verdicts('lost')).toHaveLength(1);
      expect(askedBy('unlucky')).toHaveLength(2);
    }, patient);
    await second.kill('SIGKILL');
    expect(verdicts('kept')).toEqual([(answered?.stored as { answer: string }).answer]);
    expect(askedBy('kept')).toHaveLength(1);
    expect(askedBy('lost').map(({ key }) => key)).toEqual(Array(2).fill(stepKey(NAME, lost.envelope.id, 'answer')));

    silent.delete('unlucky');
    const third = await start();
    await eventually(() => expect(log.deadLetters()).toHaveLength(1), patient);
    await third.kill();
    expect(log.deadLetters()[0]).toMatchObject({ key: 'unlucky', headers: { 'troupe-dead-code': 'STEP_UNCERTAIN' } });
    expect(askedBy('unlucky').map(({ key }) => key)).toEqual(
      Array(2).fill(stepKey(NAME, unlucky.envelope.id, 'answer')),
    );
  }, 150_000);
});
