import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionCreated, type OrderVerifiedData } from '@troupe/contracts';
import {
  eventually,
  isolated,
  openEventLog,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
  type ServiceProcess,
} from '@troupe/testing';
import { definitions, order } from './delivery/pipeline.fixture.ts';

const NAME = 'zombie-agent';
const main = join(import.meta.dirname, 'zombie-main.fixture.ts');

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated(NAME);
  log = await openEventLog(place, { deadLettersOf: [NAME], events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const start = (): Promise<ServiceProcess> => startServiceProcess({ main, env: place.env, name: NAME });
const ask = async (): Promise<string> => {
  const conversationId = randomUUID();
  await log.publish(TransactionCreated(order.data), { conversationId });
  return conversationId;
};
const askMany = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, ask));
/** Which processes' conclusions the log has of a conversation, copies included. */
const decidersOf = (conversationId: string): ReadonlySet<string> =>
  // The agent concludes nothing else.
  new Set(log.concluded(conversationId).map(({ data }) => (data as OrderVerifiedData).decidedBy));
const allDecided = (conversations: readonly string[]): Promise<void> =>
  eventually(() => conversations.forEach((id) => expect(decidersOf(id).size).toBe(1)), { timeoutMs: 40_000 });

describe('an agent whose process was stopped beyond its session, and continues', () => {
  it('has no second effect, and works on as a member', async () => {
    const zombie = await start();
    const conversations = await askMany(5);
    await allDecided(conversations);
    const asking = askMany(300);
    process.kill(zombie.pid, 'SIGSTOP');
    conversations.push(...(await asking));
    const heir = await start();
    await allDecided(conversations);
    process.kill(zombie.pid, 'SIGCONT');
    // It goes on with what it had begun, joins again, and both work.
    await eventually(async () => expect((await fetch(`${zombie.url}/health/ready`)).status).toBe(200), {
      timeoutMs: 20_000,
    });
    const later = await askMany(60);
    await allDecided([...conversations, ...later]);
    await heir.kill();
    await allDecided(await askMany(20));
    await zombie.kill();
    for (const id of [...conversations, ...later]) expect(decidersOf(id).size).toBe(1);
  }, 120_000);
});
