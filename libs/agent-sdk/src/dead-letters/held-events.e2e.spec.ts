import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import type { Publisher } from '@troupe/messaging';
import {
  eventually,
  isolated,
  openEventLog,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
  type ServiceProcess,
} from '@troupe/testing';
import { sql } from 'kysely';
import { definitions, order } from '../delivery/pipeline.fixture.ts';
import type { DeadLetterDesk } from './desk/desk.ts';
import { releaseDeadLetter } from './desk/orders.ts';

const NAME = 'parking-agent';
const CONVERSATION = 'parked';
const main = join(import.meta.dirname, 'parking-main.fixture.ts');
/** Puts what kills the process between it and its clients. */
const FAILPOINTS = new URL('../../../../infra/local/src/chaos/in-service.fixture.ts', import.meta.url).href;
const patient = { timeoutMs: 30_000 };

let place: IsolatedStack;
let log: EventLog;
let publisher: Publisher;
let database: Database;
beforeAll(async () => {
  place = await isolated(NAME);
  log = await openEventLog(place, { deadLettersOf: [NAME], events: definitions });
  publisher = await log.messaging.publisher();
  database = connectDatabase({ url: place.databaseUrl, schema: 'parking_agent' });
}, 60_000);
afterAll(async () => {
  await database.close();
  await publisher.close();
  await log.close();
  await place.drop();
}, 60_000);

const start = (more: Record<string, string> = {}): Promise<ServiceProcess> => {
  const env = { ...place.env, NODE_OPTIONS: `--import ${FAILPOINTS}`, KAFKA_SESSION_TIMEOUT: '1s', ...more };
  return startServiceProcess({ main, env, name: NAME, mayEnd: true });
};
/** Runs until it kills itself, at a boundary or over a customer. */
const die = async (more: Record<string, string>): Promise<void> => {
  const { exit } = await start(more);
  expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
};
const ask = (customerId: string) =>
  log.publish(TransactionCreated({ ...order.data, customerId }), { conversationId: CONVERSATION });
/** What was appended to the log of dead letters, copies left out: customers are known by the event's id. */
const appended = (kind: 'entry' | 'settled'): readonly string[] => [
  ...new Set(
    log
      .deadLetters()
      .filter(({ headers }) => (headers['troupe-dead-marker'] ?? 'entry') === kind)
      .map(({ headers }) => headers[kind === 'entry' ? 'troupe-dead-id' : 'troupe-dead-entry'] ?? ''),
  ),
];
/** The events that were concluded, copies left out, in the order of their first. */
const concluded = (): readonly string[] => {
  const answers = log.concluded(CONVERSATION).filter(({ type }) => type === OrderVerified.type);
  const events = new Map(answers.map((event) => [event.envelope.id, event]));
  return [...events.values()].map(({ data }) => (data as { decidedBy: string }).decidedBy);
};
const handled = async (): Promise<readonly string[]> => {
  const { rows } = await sql<{ customer: string }>`select customer from handled order by customer`.execute(database.db);
  return rows.map(({ customer }) => customer);
};

describe('an agent that is killed with kill -9 while a conversation is parked', () => {
  it('keeps all of it, and releases each event once, in the order of the log', async () => {
    const poison = { FAIL_CUSTOMER: 'a' };
    const desk: DeadLetterDesk = {
      agent: NAME,
      reader: log.messaging.reader(),
      publisher,
      partitions: log.messaging.partitions,
    };
    for (const customer of ['a', 'b', 'c']) await ask(customer);
    // Its announcement is the first that it publishes, the dead letter the next.
    await die({ ...poison, CHAOS_FAILPOINT: 'after-publish:2' });
    await eventually(() => expect(appended('entry')).toHaveLength(1), patient);
    await die({ ...poison, CHAOS_FAILPOINT: 'before-offsets:1' });
    const parking = await start(poison);
    await eventually(() => expect(appended('entry')).toHaveLength(3), patient);
    await parking.kill('SIGKILL');
    expect(concluded()).toEqual([]);
    const inOrder = appended('entry');

    await releaseDeadLetter(desk, { conversation: CONVERSATION, actor: 'ann', reason: 'mended' });
    // Decided and not published; published and not known to be; in the middle of the next one's handler.
    await die({ CHAOS_FAILPOINT: 'before-publish:2' });
    await die({ CHAOS_FAILPOINT: 'after-publish:2' });
    await die({ DIE_CUSTOMER: 'b' });
    const last = await start();
    await eventually(() => expect(concluded()).toEqual(['a', 'b', 'c']), patient);
    await ask('d');
    await eventually(() => expect(concluded()).toEqual(['a', 'b', 'c', 'd']), patient);
    await last.kill();
    expect(appended('settled')).toEqual(inOrder);
    expect(appended('entry')).toEqual(inOrder);
    expect(await handled()).toEqual(['a', 'b', 'c', 'd']);
  }, 120_000);
});
