import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionCreated } from '@troupe/contracts';
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

const main = join(import.meta.dirname, 'echo-main.fixture.ts');

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated('echo-agent');
  log = await openEventLog(place, { deadLettersOf: ['echo-agent'], events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const startEcho = (): Promise<ServiceProcess> =>
  startServiceProcess({ main, env: { ...place.env, KAFKA_SESSION_TIMEOUT: '3s' }, name: 'echo-agent' });
const ask = async (): Promise<string> => {
  const conversationId = randomUUID();
  await log.publish(TransactionCreated(order.data), { conversationId });
  return conversationId;
};
const answeredOnce = (conversations: readonly string[]): Promise<void> =>
  eventually(
    () => {
      for (const id of conversations) {
        const ids = new Set(log.concluded(id).map(({ envelope }) => envelope.id));
        expect(ids.size).toBe(1);
      }
    },
    { timeoutMs: 30_000 },
  );

describe('an agent as its own process', () => {
  it('ends with 0 on SIGTERM, having finished what it had begun', async () => {
    const echo = await startEcho();
    const conversations = await Promise.all(Array.from({ length: 100 }, ask));
    expect(await echo.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    const again = await startEcho();
    await answeredOnce(conversations);
    expect(await again.kill('SIGINT')).toEqual({ code: 0, signal: null });
  }, 90_000);

  it('loses and doubles nothing when it is killed at any moment', async () => {
    const conversations: string[] = [];
    for (const afterMs of [20, 120, 300]) {
      const echo = await startEcho();
      const asked = Promise.all(Array.from({ length: 100 }, ask));
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await echo.kill('SIGKILL');
      conversations.push(...(await asked));
    }
    const last = await startEcho();
    await answeredOnce(conversations);
    await last.kill();
  }, 120_000);

  it('says what is wrong with its configuration and ends with 1', async () => {
    const env = { ...place.env, KAFKA_BROKERS: '', TROUPE_PARTITIONS: 'six' };
    const failing = startServiceProcess({ main, env, name: 'echo-agent', readyWithinMs: 10_000 });
    await expect(failing).rejects.toThrow(/KAFKA_BROKERS is missing[^\n]*TROUPE_PARTITIONS must be a number/);
  }, 30_000);
});
