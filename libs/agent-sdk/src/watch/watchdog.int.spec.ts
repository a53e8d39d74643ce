import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { loadServiceConfig } from '../config.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { definitions, order } from '../delivery/pipeline.fixture.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { when } from '../when.ts';

const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
const NAMES = ['deaf-agent', 'slow-agent'];
const LONGER_THAN_THE_WATCHDOG_MS = 5_000;

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated('watchdog');
  log = await openEventLog(place, { deadLettersOf: NAMES, events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const running: ServiceHandle[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(running.splice(0).map((agent) => agent.stop()));
}, 60_000);

const agentThat = (name: string, ponder: () => Promise<unknown>): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    pure: true,
    on: [
      when(TransactionCreated, async () => {
        await ponder();
        return verified;
      }),
    ],
  });
const start = async (agent: AgentDefinition): Promise<ServiceHandle> => {
  const env = { ...place.env, LOG_LEVEL: 'silent', WATCHDOG_AFTER: '3s' };
  const config = loadServiceConfig(env, { name: agent.name, database: false });
  const handle = await runAgent(agent, { config, standalone: false });
  running.push(handle);
  return handle;
};
const ask = () => log.publish(TransactionCreated(order.data), { conversationId: randomUUID() });
const answered = async (name: string, times: number): Promise<void> =>
  eventually(
    async () => {
      const { envelope } = await ask();
      await eventually(() => {
        const answers = log.concluded(envelope.conversationId).filter(({ envelope: { source } }) => source === name);
        expect(answers).toHaveLength(times);
      });
    },
    { timeoutMs: 20_000 },
  );

const FETCH = 1;

/** Whether these bytes are a request to fetch, from this client: length, kind, version, number, client. */
const isFetchOf = (client: string, data: unknown): boolean =>
  Buffer.isBuffer(data) &&
  data.length > 14 + client.length &&
  data.readInt16BE(4) === FETCH &&
  data.subarray(14, 14 + client.length).toString() === client;

/** From now on no request to fetch of this client reaches the broker, as if it did not answer them. Resolves at the first. */
const swallowFetchesOf = (client: string): Promise<unknown> => {
  const { promise: swallowed, resolve } = Promise.withResolvers<unknown>();
  // Of the forms of `write` the client uses the one with the data alone.
  const write = Socket.prototype.write as (this: Socket, data: unknown) => boolean;
  jest.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, data: unknown) {
    if (!isFetchOf(client, data)) return write.call(this, data);
    resolve(data);
    return true;
  });
  return swallowed;
};

describe('a service under its watchdog', () => {
  it('ends with 1 when it is up, and consumes nothing of what lies in the log', async () => {
    const handle = await start(agentThat('deaf-agent', () => Promise.resolve()));
    await answered('deaf-agent', 1);
    await swallowFetchesOf('deaf-agent');
    await ask();
    expect(await handle.finished).toBe(1);
  }, 60_000);

  it('is left alone while a handler takes longer than the watchdog waits', async () => {
    let slow = true;
    const handle = await start(agentThat('slow-agent', () => delay(slow ? LONGER_THAN_THE_WATCHDOG_MS : 0)));
    let exit: number | undefined;
    void handle.finished.then((code) => (exit = code));
    const { envelope } = await ask();
    await eventually(() => expect(log.concluded(envelope.conversationId)).toHaveLength(1), { timeoutMs: 20_000 });
    slow = false;
    await answered('slow-agent', 1);
    expect(exit).toBe(undefined);
  }, 60_000);
});
