import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { connectKafka, createLocalCodec, toHeaders, type Messaging } from '@troupe/messaging';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { pino } from 'pino';
import type { PureContext } from '../agent-context.ts';
import { createDelivery } from '../agent-delivery.ts';
import { agentTopics } from '../agent-topics.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { envelope, order, verified } from '../delivery/pipeline.fixture.ts';
import { createLoopWatch } from '../service/loop-watch.ts';
import { when } from '../when.ts';
import { inWorker } from './in-worker.ts';
import { work as spin } from './spin.fixture.ts';

const SPIN = new URL('./spin.fixture.ts', import.meta.url);
const SESSION_MS = 2_500;
const WORK_MS = 3_500;

const busy = (name: string, work: (signal: AbortSignal) => Promise<unknown>): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    pure: true,
    on: [
      when(TransactionCreated, async (_, { signal }: PureContext) => {
        await work(signal);
        return verified;
      }),
    ],
  });

const threaded = busy('threaded', (signal) => inWorker<typeof spin>(SPIN, { ms: WORK_MS }, { signal }));
const blocking = busy('blocking', () => Promise.resolve(spin({ ms: WORK_MS })));

let place: IsolatedStack;
let messaging: Messaging;
beforeAll(async () => {
  place = await isolated('busy-agent');
  const { kafkaBrokers: brokers, prefix, partitions } = place;
  messaging = connectKafka({ brokers, clientId: 'spec', prefix, partitions });
  await messaging.topics().apply([...agentTopics(threaded), { topic: 'blocking.dead' }]);
}, 60_000);
afterAll(async () => {
  await messaging.close();
  await place.drop();
}, 60_000);

interface Handled {
  readonly published: readonly string[];
  /** How often the instance got its partitions. */
  readonly assignments: number;
  /** The longest that the loop stood still, as it has been logged by now. */
  readonly blockedMs: () => number;
}

/** Lets an agent handle one order, as a member that may be silent for so long. */
const handleOne = async (agent: AgentDefinition): Promise<Handled> => {
  const codec = createLocalCodec([TransactionCreated, OrderVerified]);
  const publisher = await messaging.publisher();
  const published: string[] = [];
  let assignments = 0;
  let blockedMs = 0;
  const tell = (line: string): void => {
    // Lines of pino are JSON, and only the watch writes this field.
    const told = JSON.parse(line) as { agent?: string; blockedMs?: number };
    if (told.agent === agent.name) blockedMs = Math.max(blockedMs, told.blockedMs ?? 0);
  };
  const log = pino({ level: 'warn' }, { write: tell });
  const loop = createLoopWatch({ agent: agent.name, log });
  const delivery = createDelivery({
    agent,
    codec,
    log,
    publisher: { publish: (records) => Promise.resolve(void published.push(...records.map(({ topic }) => topic))) },
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  const subscriber = messaging.subscriber({
    group: agent.name,
    topics: [TransactionCreated.type],
    sessionTimeoutMs: SESSION_MS,
    handle: (record, task) => loop.during(record.topic, () => delivery.handle(record, task)),
    onAssigned: () => Promise.resolve(void (assignments += 1)),
  });
  await subscriber.start();
  const headers = toHeaders(envelope({ id: randomUUID() }));
  const value = await codec.encode(TransactionCreated, order.data);
  await publisher.publish([{ topic: TransactionCreated.type, key: randomUUID(), value, headers }]);
  await eventually(() => expect(published.length).toBeGreaterThan(0), { timeoutMs: 30_000 });
  const handled = { published: [...published], assignments, blockedMs: () => blockedMs };
  await subscriber.stop();
  await delivery.close();
  await publisher.close();
  return handled;
};

describe('an agent whose work takes the processor for longer than its session', () => {
  it('stays a member when the work is done in a worker', async () => {
    const { published, assignments, blockedMs } = await handleOne(threaded);
    expect(published).toEqual(['order.verified']);
    expect(assignments).toBe(1);
    expect(blockedMs()).toBeLessThan(SESSION_MS);
  }, 60_000);

  it('is warned about when it does the work itself', async () => {
    const { published, blockedMs } = await handleOne(blocking);
    expect(published).toContain('order.verified');
    await eventually(() => expect(blockedMs()).toBeGreaterThan(WORK_MS / 2));
  }, 60_000);
});
