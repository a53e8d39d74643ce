import { expect } from '@jest/globals';
import { deriveId, OrderVerified, TransactionCreated } from '@troupe/contracts';
import type { InMemoryMessaging, OutgoingRecord, Subscriber } from '@troupe/messaging';
import type { Metrics } from '@troupe/observability';
import { eventually } from '@troupe/testing';
import pino from 'pino';
import { createDelivery } from '../agent-delivery.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { deadLetterId } from '../delivery/dead-letter.ts';
import { codec, order, recordOf } from '../delivery/pipeline.fixture.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import type { DeadLetterState } from './desk/describe.ts';
import type { DeadLetterDesk } from './desk/desk.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';

/** The agent of these specs. */
export const AGENT = 'fraud-agent';
/** Its log of dead letters. */
export const DEAD = `${AGENT}.dead`;
/** Who gives the orders, and why. */
export const warrant = { actor: 'ann', reason: 'mended' };

const subscribers: Subscriber[] = [];

/** Stops every instance that was started. */
export const stopAll = async (): Promise<void> => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
};

/** An agent that fails for the customers in `failing`, and answers with the customer's name. */
export const agentThatFailsFor = (failing: ReadonlySet<string>): AgentDefinition =>
  defineAgent({
    name: AGENT,
    publishes: [OrderVerified],
    pure: true,
    on: [
      when(TransactionCreated, ({ data: { customerId } }) => {
        if (failing.has(customerId)) throw new TerminalError(`${customerId} is poison`);
        return OrderVerified({ score: 0, reasons: [], decidedBy: customerId });
      }),
    ],
  });

/** Starts an instance of an agent on the twin. */
export const join = async (
  messaging: InMemoryMessaging,
  agent: AgentDefinition,
  metrics?: Metrics,
): Promise<Subscriber> => {
  const { signal } = new AbortController();
  const delivery = createDelivery({
    agent,
    codec,
    publisher: await messaging.publisher(),
    log: pino({ level: 'silent' }),
    deadLetters: { reader: messaging.reader(), partitions: messaging.partitions },
    ...(metrics && { metrics }),
    wait: () => Promise.resolve(),
    partitions: () => subscriber.assignment().partitions,
    caughtUp: (partition, until) => subscriber.caughtUp(partition, until),
  });
  const subscriber = messaging.subscriber({
    group: agent.name,
    topics: [...agent.consumes.map(({ type }) => type), DEAD],
    handle: delivery.handle,
    onAssigned: (partitions) => delivery.assigned(partitions, signal),
    onRevoked: () => Promise.resolve(delivery.revoked()),
  });
  subscribers.push(subscriber);
  await subscriber.start();
  return subscriber;
};

/** An order of a customer as a record. */
export const eventFor = async (
  customerId: string,
  conversationId: string,
  id = deriveId('event', customerId),
): Promise<OutgoingRecord> => {
  const { topic, value, headers } = await recordOf(TransactionCreated({ ...order.data, customerId }), {
    id,
    conversationId,
  });
  return { topic, key: conversationId, value, headers };
};

/** Appends records. */
export const write = async (messaging: InMemoryMessaging, ...records: readonly OutgoingRecord[]): Promise<void> => {
  await (await messaging.publisher()).publish(records);
};

/** Appends an order of each customer, in this order. */
export const put = async (
  messaging: InMemoryMessaging,
  conversationId: string,
  ...customers: readonly string[]
): Promise<void> =>
  write(messaging, ...(await Promise.all(customers.map((customer) => eventFor(customer, conversationId)))));

/** Whom the agent has answered, in the order of the log. */
export const answers = async (messaging: InMemoryMessaging): Promise<readonly string[]> =>
  Promise.all(
    messaging.records('order.verified').map(async ({ value }) => (await codec.decode(OrderVerified, value)).decidedBy),
  );

/** Where its dead letters are dealt with. */
export const deskOf = async (messaging: InMemoryMessaging): Promise<DeadLetterDesk> => ({
  agent: AGENT,
  reader: messaging.reader(),
  publisher: await messaging.publisher(),
  partitions: messaging.partitions,
});

/** The dead letter that the order of a customer becomes. */
export const idOf = (customer: string): string => deadLetterId(deriveId('event', customer), AGENT);
/** What is held, and how. */
export const states = async (messaging: InMemoryMessaging): Promise<readonly (readonly [string, DeadLetterState])[]> =>
  (await listDeadLetters(await deskOf(messaging))).map(({ id, state }) => [id, state] as const);
/** Waits until so many answers are in the log. */
export const quiet = (messaging: InMemoryMessaging, times: number): Promise<void> =>
  eventually(async () => expect(await answers(messaging)).toHaveLength(times));
