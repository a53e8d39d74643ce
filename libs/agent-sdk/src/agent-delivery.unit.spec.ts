import { afterEach, describe, expect, it } from '@jest/globals';
import { deriveId, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { createInMemoryMessaging, type InMemoryMessaging, type Subscriber } from '@troupe/messaging';
import { eventually } from '@troupe/testing';
import pino from 'pino';
import { createDelivery } from './agent-delivery.ts';
import { defineAgent, type AgentDefinition } from './define-agent.ts';
import { codec, order, recordOf, verified } from './delivery/pipeline.fixture.ts';
import type { Conclusion } from './reaction.ts';
import { TerminalError } from './terminal-error.ts';
import { when } from './when.ts';

const subscribers: Subscriber[] = [];
afterEach(async () => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
});

const pureAgent = (conclude: (customerId: string) => Conclusion): AgentDefinition =>
  defineAgent({
    name: 'fraud-agent',
    publishes: [OrderVerified],
    pure: true,
    on: [when(TransactionCreated, ({ data }) => conclude(data.customerId) as typeof verified)],
  });

const join = async (messaging: InMemoryMessaging, agent: AgentDefinition): Promise<Subscriber> => {
  const delivery = createDelivery({
    agent,
    codec,
    publisher: await messaging.publisher(),
    log: pino({ level: 'silent' }),
    partitions: () => subscriber.assignment().partitions,
    caughtUp: (partition, signal) => subscriber.caughtUp(partition, signal),
  });
  const subscriber = messaging.subscriber({
    group: agent.name,
    topics: agent.consumes.map(({ type }) => type),
    handle: delivery.handle,
  });
  subscribers.push(subscriber);
  await subscriber.start();
  return subscriber;
};

const put = async (
  messaging: InMemoryMessaging,
  customerId = 'c-1',
  id = deriveId('event', customerId),
): Promise<void> => {
  const draft = TransactionCreated({ ...order.data, customerId });
  const { topic, key, value, headers } = await recordOf(draft, { id, conversationId: `conversation of ${customerId}` });
  await (await messaging.publisher()).publish([{ topic, key: key ?? '', value, headers }]);
};
const answers = (messaging: InMemoryMessaging): readonly (string | undefined)[] =>
  messaging.records('order.verified').map(({ headers }) => headers['ce_id']);

describe('the delivery of a pure agent', () => {
  it('answers each event, and gives the same answer after a crash', async () => {
    const messaging = createInMemoryMessaging();
    const agent = pureAgent(() => verified);
    const first = await join(messaging, agent);
    await Promise.all(['a', 'b', 'c'].map((customer) => put(messaging, customer)));
    await eventually(() => expect(answers(messaging)).toHaveLength(3));
    messaging.crash(first);
    await join(messaging, agent);
    await eventually(() => expect(answers(messaging)).toHaveLength(6));
    expect(new Set(answers(messaging)).size).toBe(3);
    const headers = messaging.records('order.verified').map((record) => JSON.stringify(record.headers));
    expect(new Set(headers).size).toBe(3);
  });

  it('answers an event that comes twice once', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, pureAgent(() => verified)); // prettier-ignore
    for (const customer of ['a', 'a', 'b']) await put(messaging, customer, deriveId('event', customer));
    await eventually(() => expect(answers(messaging)).toHaveLength(2));
  });

  it('keeps a poisoned event for later and goes on', async () => {
    const messaging = createInMemoryMessaging();
    const agent = pureAgent((customerId) => {
      if (customerId === 'poison') throw new TerminalError('poisoned');
      return verified;
    });
    await join(messaging, agent);
    for (const customer of ['poison', 'a']) await put(messaging, customer);
    await eventually(() => expect(answers(messaging)).toHaveLength(1));
    await eventually(() =>
      expect(messaging.records('fraud-agent.dead')).toMatchObject([
        { key: 'conversation of poison', headers: { 'troupe-dead-code': 'TERMINAL' } },
      ]),
    );
  });

  it('waits for a log that is away, and leaves the event undone meanwhile', async () => {
    const messaging = createInMemoryMessaging();
    const agent = pureAgent(() => {
      messaging.setReachable(false);
      return verified;
    });
    const subscriber = await join(messaging, agent);
    await put(messaging);
    await eventually(async () => expect(await messaging.ready()).toBe(false));
    expect(subscriber.inFlight()).toBe(1);
    expect(answers(messaging)).toEqual([]);
    messaging.setReachable(true);
    await eventually(() => expect(answers(messaging)).toHaveLength(1));
    await eventually(() => expect(subscriber.inFlight()).toBe(0));
  });
});
